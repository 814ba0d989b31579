import { deploy } from '../../src/deploy/deploy.ts';
import { deployUrl } from '../../src/deploy/url.ts';
import { ask, Bench } from './support/deployments.ts';
import { serve } from './support/servers.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

test('a service that runs at a URL is asked there', async () => {
  await using server = await serve((request, response) => response.end(`you asked for ${request.url}`));
  const { world, cluster } = bench;
  const submission = { kind: 'url', lab: 'any', url: `${server.origin}/` } as const;
  await using deployment = await deploy(submission, { world, cluster, course: '/nowhere' });
  await deployment.main.ready();
  expect([deployment.sandbox, deployment.main.origin]).toEqual(['remote', server.origin]);
  expect(await ask(deployment.main, '/addresses')).toEqual({ status: 200, text: 'you asked for /addresses' });
});

test('any answer to GET /health will do, and no redirect is followed', async () => {
  const asked: string[] = [];
  await using server = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  await using deployment = deployUrl(server.origin);
  await deployment.main.ready();
  expect((await ask(deployment.main, '/')).status).toBe(302);
  expect(asked).toEqual(['/health', '/']);
});

test('a URL at which nothing answers cannot be read', async () => {
  const server = await serve(() => undefined);
  await server[Symbol.asyncDispose]();
  await using deployment = deployUrl(server.origin);
  await expect(deployment.main.ready()).rejects.toMatchObject({
    name: 'UnreadableSubmission',
    code: 'dead URL',
    message: `Nothing answers at ${server.origin} (ECONNREFUSED).`,
  });
});

test.each([
  ['nonsense', 'not a URL'],
  ['ftp://example.org', 'not a URL'],
  ['file:///etc/passwd', 'not a URL'],
  ['https://example.org/api', 'URL with a path'],
  ['https://example.org/?a=1', 'URL with a path'],
  ['https://user:secret@example.org/', 'URL with a path'],
])('%s cannot be read: %s', (url, code) => {
  expect(() => deployUrl(url)).toThrow(expect.objectContaining({ name: 'UnreadableSubmission', code }));
});

test('a missing folder, and a file, cannot be read', async () => {
  const folder = await bench.handIn({ file: '' });
  const error = { name: 'UnreadableSubmission', advice: expect.stringContaining('package.json') };
  await expect(bench.deploy(`${folder}/none`)).rejects.toMatchObject({ ...error, code: 'no such folder' });
  await expect(bench.deploy(`${folder}/file`)).rejects.toMatchObject({ ...error, code: 'not a folder' });
});

test('what needs its processes is refused', async () => {
  await using deployment = deployUrl('http://127.0.0.1:1');
  await expect(deployment.start()).rejects.toThrow('not started by the grader');
  await expect(deployment.main.restart()).rejects.toThrow('not started by the grader');
  await expect(deployment.main.signal('SIGTERM')).rejects.toThrow('not started by the grader');
  expect(() => deployment.main.cutDatabase()).toThrow('not started by the grader');
});
