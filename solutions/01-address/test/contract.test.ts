import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { draft, openWorld, type World } from './world.ts';

let world: World;
const ajv = new Ajv2020({ strict: false, allErrors: true });
beforeAll(async () => {
  world = await openWorld();
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema((await world.send('GET', '/openapi.json')).body, 'contract');
});
afterAll(() => world[Symbol.asyncDispose]());

/** What is wrong with a value; empty when it is as the contract has it. */
function faults(schema: string, value: unknown): string {
  ajv.validate({ $ref: `contract#/components/schemas/${schema}` }, value);
  return ajv.errorsText();
}

test.each([
  ['Draft', 'AddressDraft'],
  ['Address', 'Address'],
  ['Page', 'AddressPage'],
  ['Invalid', 'InvalidProblem'],
  ['NotFound', 'Problem'],
])('the example %s is what the schema %s says', async (example, schema) => {
  const { body } = await world.send('GET', '/openapi.json');
  const { examples } = body.components as { examples: Record<string, { value: unknown }> };

  expect(faults(schema, examples[example]?.value)).toBe('No errors');
});

test('real answers are what the schemas say', async () => {
  const created = await world.created();
  const replacement = { ...created.body, ...draft() };

  expect(faults('Address', created.body)).toBe('No errors');
  expect(faults('AddressReplacement', replacement)).toBe('No errors');
  expect(faults('AddressPage', (await world.send('GET', '/addresses?fields=line2')).body)).toBe('No errors');
  expect(faults('InvalidProblem', (await world.created({ city: 1 })).body)).toBe('No errors');
  expect(faults('Problem', (await world.send('GET', '/addresses/%00')).body)).toBe('No errors');
  expect(faults('Health', (await world.send('GET', '/health')).body)).toBe('No errors');
});

test('the schemas tell right from wrong', async () => {
  const { body } = await world.created();

  expect(faults('Address', { ...body, deliveryPoint: undefined })).toMatch('deliveryPoint');
  expect(faults('Address', { ...body, createdAt: '2027-01-19T16:04:05+05:00' })).toMatch('createdAt');
  expect(faults('Address', { ...body, links: [{ rel: 'self', href: '/a' }] })).toMatch('links');
  expect(faults('AddressDraft', { ...draft(), id: 'x' })).toMatch('additional');
  expect(faults('Problem', { status: 404 })).toMatch('title');
});
