import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { listenOnce } from '../../src/cli/neighbours.ts';
import { requires } from '../support/requires.ts';
import { seeka, startSeeka, temporaryFolder } from './seeka.ts';
import { serviceFiles } from './services.ts';

const solution = join(import.meta.dirname, '..', '..', '..', 'solutions', '01-address');

requires('postgres')('start runs a student’s service in place of the course’s, behind the gateway', async () => {
  const files = serviceFiles('response.end(JSON.stringify(["mine", process.env.ADDRESS_VERIFICATION_URL]))');
  const manifest = JSON.stringify({
    name: 'mine',
    seeka: { lab: '01-address' },
    type: 'module',
    scripts: { start: 'node server.js' },
  });
  await using folder = await temporaryFolder({ ...files, 'package.json': manifest });
  const port = String(await listenOnce(0));
  await using session = startSeeka('start', '--no-site', '--use', folder.path, '--port', port);
  await session.printed(/Ctrl-C stops/);
  const answer = await fetch(`http://127.0.0.1:${port}/addresses`);
  expect(await answer.json()).toEqual(['mine', expect.stringMatching(/^http/)]);
  expect(await session.interrupt()).toBe(0);
});

requires('postgres')('a student’s Profile judges tokens by the keys of the log-on beside it', async () => {
  const names = ['JWKS_URL', 'TOKEN_ISSUER', 'TOKEN_AUDIENCE', 'PERSON_URL', 'ADDRESS_URL'];
  const files = serviceFiles(`response.end(JSON.stringify(${JSON.stringify(names)}.map((name) => process.env[name])))`);
  await using folder = await temporaryFolder(files);
  const port = String(await listenOnce(0));
  const words = ['--no-site', '--use', folder.path, '--lab', '04-profile', '--port', port];
  await using session = startSeeka('start', ...words);
  const [, profile = ''] = /profile, directly +(\S+)/.exec(await session.printed(/Ctrl-C stops/)) ?? [];
  const [keys = '', issuer, audience, person, address] = (await (await fetch(profile)).json()) as string[];
  expect(await (await fetch(keys)).json()).toMatchObject({ keys: [{ kty: 'EC' }] });
  const metadata = await fetch(`http://127.0.0.1:${port}/.well-known/oauth-authorization-server`);
  expect(await metadata.json()).toMatchObject({ issuer });
  expect([audience, (await fetch(`${person}/health`)).status, (await fetch(`${address}/health`)).status]).toEqual([
    'seeka',
    200,
    200,
  ]);
  // Behind the gateway nobody reaches it without a token.
  expect((await fetch(`http://127.0.0.1:${port}/profiles/1`)).status).toBe(401);
  expect(await session.interrupt()).toBe(0);
});

test('a port that is taken is refused with exit code 2, and what to do', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { code, stderr } = await seeka('start', '--port', String(port));
  server.close();
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/is taken\. End what listens there, or name another with --port/),
  ]);
});

test('--help shows examples', async () => {
  const { code, stdout } = await seeka('start', '--help');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/Examples:\n +seeka start/)]);
});

test.each([
  [['--use', '/no/such/folder'], /There is no folder \/no\/such\/folder\./],
  [['--use', import.meta.dirname], /Which lab is the service of/],
  [['--use', solution, '--use', solution], /are both address\. Choose one/],
  [['--lab', '01-address'], /--lab names the lab of one --use/],
  [['--port', '0'], /from 1 to 65535/],
])('%j is refused with exit code 2, and says why', async (words, reason) => {
  const { code, stderr } = await seeka('start', ...words);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});
