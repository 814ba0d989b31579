import { gateway, listen } from './support/neighbours.ts';

const problem = (title: string) => ({ type: 'object', title });
const answers = {
  200: { description: 'Yes', content: { 'x/y': { schema: { $ref: '#/components/schemas/Problem' } } } },
};

/** A contract with one path that the gateway routes, one that it does not, and names that others have too. */
const contract = (title: string, path: string) => ({
  openapi: '3.1.0',
  info: { title, version: '1.0' },
  security: [{ token: [] }],
  paths: {
    [path]: { get: { operationId: `read${title}`, responses: answers }, trace: { responses: answers } },
    '/health': { get: { operationId: 'health', responses: answers } },
  },
  components: {
    schemas: { Problem: problem(title) },
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  },
});

const shows = (title: string, path: string) =>
  listen((_request, response) => response.end(JSON.stringify(contract(title, path))));

interface Operation {
  security: unknown;
  responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }>;
}

interface Merged {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object; securitySchemes: object };
}

async function merged() {
  await using address = await shows('Address', '/addresses');
  await using profile = await shows('Profile', '/profiles/{other}');
  const urls = { address: address.origin, profile: profile.origin, person: 'http://127.0.0.1:1' };
  await using front = await gateway(urls);
  const all = (await (await fetch(`${front.origin}/openapi.json`)).json()) as Merged;
  const one = await fetch(`${front.origin}/openapi/profile.json`);
  const down = await fetch(`${front.origin}/openapi/person.json`);
  return { all, one: (await one.json()) as Merged, down: down.status };
}

test('the contracts of all services that answer become one, with what the gateway routes and nothing else', async () => {
  const { all, one, down } = await merged();
  expect(Object.keys(all.paths)).toEqual(['/addresses', '/profiles/{other}']);
  expect(Object.keys(all.paths['/addresses'] ?? {})).toEqual(['get']);
  expect(Object.keys(one.paths)).toEqual(['/profiles/{other}']);
  expect(down).toBe(404);
});

test('components of one name are kept apart, and references follow', async () => {
  const { all } = await merged();
  expect(all.components.schemas).toEqual({ Problem: problem('Address'), ProfileProblem: problem('Profile') });
  expect(all.paths['/profiles/{other}']?.get?.responses[200]?.content['x/y']?.schema.$ref).toBe(
    '#/components/schemas/ProfileProblem',
  );
});

test('what the gateway guards needs the token of its one log-on', async () => {
  const { all } = await merged();
  expect(all.paths['/profiles/{other}']?.get?.security).toEqual([{ bearer: [] }]);
  expect(Object.keys(all.components.securitySchemes)).toEqual(['bearer']);
});

test('the page to try them on offers all contracts and a log-on', async () => {
  await using front = await gateway({ address: 'http://127.0.0.1:1' });
  const html = await (await fetch(`${front.origin}/api-docs/`)).text();
  expect(html).toContain('swagger-ui');
  expect(html).toContain("id: 'log-on'");
  const init = await (await fetch(`${front.origin}/api-docs/swagger-ui-init.js`)).text();
  expect(init).toContain('/openapi/address.json');
});
