import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { listenOnce } from '../../src/cli/neighbours.ts';
import { dropDatabases } from '../support/databases.ts';
import { type Session, startSeeka, startSeekaWith, temporaryFolder } from './seeka.ts';
import { serviceFiles } from './services.ts';

const showsSettings =
  'response.end(JSON.stringify([process.env.DATABASE_URL, process.env.ADDRESS_VERIFICATION_URL, "first"]))';

const made = new Set<string>();

/** Waits for what a session prints first, and remembers its database, which is dropped in the end. */
async function ready(session: Session, pattern: RegExp): Promise<string> {
  const banner = await session.printed(pattern);
  for (const name of /\bdev_\w+/.exec(banner) ?? []) made.add(name);
  return banner;
}

afterAll(() => dropDatabases(made));

test('dev runs a service with its settings, again on each save, and ends all of it on Ctrl-C', async () => {
  await using folder = await temporaryFolder(serviceFiles(showsSettings));
  const port = String(await listenOnce(0));
  await using session = startSeeka('dev', folder.path, '--port', port);
  const banner = await ready(session, /Ready: /);
  expect(banner).toMatch(new RegExp(`PORT=${port}\\n +DATABASE_URL=postgres.+\\n +ADDRESS_VERIFICATION_URL=http.+\\n`));
  expect(banner).toMatch(/psql /);
  const [database, verification, word] = await ask(port);
  expect([database, verification, word]).toEqual([
    expect.stringMatching(/^postgres.*\/dev_/),
    expect.anything(),
    'first',
  ]);
  expect(await (await fetch(`${verification}/street-address`)).json()).toBeDefined();

  await writeFile(
    join(folder.path, 'server.js'),
    serviceFiles(showsSettings.replace('first', 'second'))['server.js'] ?? '',
  );
  expect(await session.printed(/Ready: /)).toMatch(/server\.js was saved: starting again/);
  expect(await ask(port)).toEqual([database, verification, 'second']);

  expect(await session.interrupt()).toBe(0);
  await expect(fetch(verification as string)).rejects.toThrow();
  expect(await listenOnce(Number(port))).toBe(Number(port));
});

test('after kill -9 of dev the service and its neighbours end too', async () => {
  await using folder = await temporaryFolder(serviceFiles(showsSettings));
  const port = String(await listenOnce(0));
  await using session = startSeeka('dev', folder.path, '--port', port);
  await ready(session, /Ready: /);
  const [, verification = ''] = await ask(port);
  await session.kill();
  await expect(fetch(verification)).rejects.toThrow();
  expect(await listenOnce(Number(port))).toBe(Number(port));
});

test('dev starts the neighbours of a lab, and theirs, but for those that one has running', async () => {
  const shows = 'response.end(JSON.stringify([process.env.ADDRESS_URL]))';
  await using folder = await temporaryFolder(serviceFiles(shows));
  const port = String(await listenOnce(0));
  await using session = startSeeka('dev', folder.path, '--lab', '02-person', '--port', port);
  await ready(session, /Ready: /);
  const [address = ''] = await ask(port);
  expect(await (await fetch(`${address}/addresses`)).json()).toMatchObject({ data: expect.any(Array) });
  await session.interrupt();
  await expect(fetch(address)).rejects.toThrow();

  await using other = startSeekaWith(
    { ADDRESS_URL: 'http://127.0.0.1:1' },
    'dev',
    folder.path,
    '--lab',
    '02-person',
    '--port',
    port,
  );
  expect(await ready(other, /Ready: /)).toContain('ADDRESS_URL=http://127.0.0.1:1\n');
});

test('dev gives a service that lets people log on a provider to send them to', async () => {
  const shows = 'response.end(JSON.stringify([process.env.OAUTH2_AUTHORIZATION_URL, process.env.PUBLIC_URL]))';
  await using folder = await temporaryFolder(serviceFiles(shows));
  const port = String(await listenOnce(0));
  await using session = startSeeka('dev', folder.path, '--lab', '03-oauth2', '--port', port);
  await ready(session, /Ready: /);
  const [provider = '', publicUrl] = await ask(port);
  expect(publicUrl).toBe(`http://127.0.0.1:${port}`);
  expect((await fetch(new URL('/health', provider))).status).toBe(200);
});

const showsTokens =
  'response.end(JSON.stringify(["JWKS_URL", "TOKEN_ISSUER", "TOKEN_AUDIENCE", "PERSON_URL"].map((name) => process.env[name])))';

test('dev gives a service that judges tokens a key set, and prints a token of somebody whom Person knows', async () => {
  await using folder = await temporaryFolder(serviceFiles(showsTokens));
  const port = String(await listenOnce(0));
  await using session = startSeeka('dev', folder.path, '--lab', '04-profile', '--port', port);
  const printed = await ready(session, /Ready: /);
  const [, token = '', sub] =
    /export TOKEN=(\S+)\n +curl .+"Authorization: Bearer \$TOKEN" \S+\/profiles\/(\S+)\n/.exec(printed) ?? [];
  const [keys = '', issuer = '', audience = '', person] = await ask(port);
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), { issuer, audience, typ: 'at+jwt' });
  expect(payload).toMatchObject({ sub, scope: 'profile', exp: expect.any(Number) });
  expect((await fetch(`${person}/persons/${sub}`)).status).toBe(200);
  // Verification, Address and Person: each once, though Person and the service have the same Address.
  expect(printed.match(/Listening on/g)).toHaveLength(3);
});

test('dev takes a key set of one’s own with its issuer; else the token is of nobody where Person is not there', async () => {
  const down = 'http://127.0.0.1:1';
  const own = { ADDRESS_URL: down, PERSON_URL: down };
  await using folder = await temporaryFolder(serviceFiles(showsTokens));
  const words = ['dev', folder.path, '--lab', '04-profile', '--port', String(await listenOnce(0))];
  await using first = startSeekaWith(own, ...words);
  expect(await ready(first, /Ready: /)).toMatch(/Ask it as somebody, .+\n +export TOKEN=\S+\n.+\/profiles\/somebody\n/);
  await first.interrupt();

  await using second = startSeekaWith({ ...own, JWKS_URL: `${down}/keys`, TOKEN_ISSUER: down }, ...words);
  const printed = await ready(second, /Ready: /);
  expect(printed).toMatch(/JWKS_URL=http:\/\/127\.0\.0\.1:1\/keys\n +TOKEN_ISSUER=http:\/\/127\.0\.0\.1:1\n/);
  expect(printed).not.toContain('TOKEN=');
});

test('a service that ends by itself is said to have ended, and starts on the next save', async () => {
  await using folder = await temporaryFolder({ ...serviceFiles(''), 'server.js': 'process.exit(7)' });
  const port = String(await listenOnce(0));
  await using session = startSeeka('dev', folder.path, '--port', port);
  expect(await ready(session, /has ended/)).toMatch(/exit code 7\). It starts again on the next save/);
  await writeFile(join(folder.path, 'server.js'), serviceFiles(showsSettings)['server.js'] ?? '');
  expect(await session.printed(/Ready: /)).toMatch(/starting again/);
});

test('a port that is taken is refused before anything starts', async () => {
  await using folder = await temporaryFolder(serviceFiles(showsSettings));
  const port = String(await listenOnce(0));
  await using first = startSeeka('dev', folder.path, '--port', port);
  await ready(first, /Ready: /);
  await using second = startSeeka('dev', folder.path, '--port', port);
  expect(await second.ended).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: Port \d+ is taken/) });
});

/** Asks until something answers: a file that was written a moment ago may count as saved, and start the service anew. */
async function ask(port: string): Promise<string[]> {
  for (const limit = performance.now() + 10_000; performance.now() < limit; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer) return (await answer.json()) as string[];
  }
  throw new Error('nothing answered within 10 s');
}
