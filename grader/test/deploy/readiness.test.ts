import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Limits } from '../../src/deploy/limits.ts';
import { Bench } from './support/deployments.ts';
import { kinds } from './support/kinds.ts';
import { obedient, quick, service, startedBy } from './support/services.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

interface Failure {
  name: string;
  message: string;
  advice: string;
  log: string;
}

async function failureOf(
  files: Record<string, string> | string,
  sandbox: (typeof kinds)[number] = 'none',
  limits: Partial<Limits> = {},
) {
  await using deployment = await bench.deploy(files, { sandbox, limits });
  const failure: Failure = await deployment.main.ready().catch((error) => error);
  expect(failure.name).toBe('NotStarted');
  return failure;
}

test.each(kinds)('what ends at once is not started: exit code and last lines are told (%s)', async (kind) => {
  const failure = await failureOf(
    service("console.log('first'); console.error('no such setting'); process.exit(7)"),
    kind,
  );
  expect(failure.message).toBe('"npm start" ended with exit code 7 before GET /health was answered.');
  expect(failure.log).toContain('no such setting');
});

test.each(kinds)('what never listens, listens elsewhere, or never answers is told so (%s)', async (kind) => {
  const served = (options: string) => `import http from 'node:http'; http.createServer(() => 0).listen(${options})`;
  const sources = ['setInterval(() => 0, 1000)', served('0'), served('process.env.PORT')];
  // So long, because on a busy machine Node itself may take two seconds to begin.
  const limits = { readySeconds: 4 };
  const [never, elsewhere, mute] = await Promise.all(sources.map((source) => failureOf(quick(source), kind, limits)));
  expect(never?.message).toMatch(/^Nothing listens on PORT \(\d+\) after 4 s\.$/);
  expect(elsewhere?.message).toMatch(/^Something listens on port (\d+), but PORT is (\d+)\.$/);
  expect(elsewhere?.advice).toContain('process.env.PORT');
  expect(mute?.message).toMatch(/^Something listens on port \d+, but did not answer GET \/health within 4 s\.$/);
});

test.each(kinds)('any answer to GET /health will do, on any address of loopback (%s)', async (kind) => {
  const odd =
    "import http from 'node:http'; http.createServer((_, r) => r.writeHead(501).end()).listen(process.env.PORT, '::1')";
  const plain = odd.replace("'::1'", "'127.0.0.1'");
  for (const source of kind === 'none' ? [plain] : [odd, plain]) {
    await using deployment = await bench.deploy(quick(source), { sandbox: kind });
    expect(await deployment.main.ready()).toBeUndefined();
  }
});

test('a package that the course does not have is named in the advice', async () => {
  const failure = await failureOf(quick("import 'left-pad'"));
  expect(failure.advice).toContain('"left-pad" is not among the packages of the course');
});

test('an empty folder, one without a start script, and a broken package.json are not started', async () => {
  const empty = await failureOf({});
  expect(empty.message).toBe('The folder has no package.json and no Procfile.');
  expect(empty.advice).toContain('"start"');
  expect((await failureOf({ 'package.json': '{"scripts":{"test":"x"}}' })).message).toBe(
    'package.json has no script "start".',
  );
  expect((await failureOf({ 'package.json': 'root:x:0' })).message).toBe('package.json is not valid JSON.');
  expect((await failureOf({ 'package.json': '{"scripts":{"start":{}}}' })).message).toMatch(/^"npm start" ended/);
  expect((await failureOf({ 'package.json': 'null' })).message).toBe('package.json has no script "start".');
});

test('a start command that no shell can take is refused, and what names no file is passed over', async () => {
  const long = await failureOf({ Procfile: `web: ${'x'.repeat(4_001)}\n` });
  expect(long.message).toContain('longer than 4000 characters');
  expect((await failureOf({ Procfile: 'web: a\0b\n' })).message).toContain('U+0000');
  const folder = await bench.handIn({ 'package.json': '{"scripts":null}', 'server.js': 'process.exit(7)' });
  await symlink('x'.repeat(300), join(folder, 'Procfile'));
  expect((await failureOf(folder)).message).toMatch(/^"npm start" ended/);
});

test('a folder that is too large is not started', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`deep/${number}/file`, '']));
  expect((await failureOf(many, 'none', { submissionFiles: 20 })).message).toBe('The folder holds more than 20 files.');
  const large = { ...quick(obedient), film: 'x'.repeat(2 ** 20 + 1) };
  expect((await failureOf(large, 'none', { submissionMegabytes: 1 })).message).toBe('The folder holds more than 1 MB.');
});

test('a link out of the folder is left out, and the service is told so in its output', async () => {
  const folder = await bench.handIn(startedBy('cat inside.txt; cat outside.txt'));
  await writeFile(join(folder, 'text.txt'), 'what is inside');
  await symlink('text.txt', join(folder, 'inside.txt'));
  await symlink('/etc/hostname', join(folder, 'outside.txt'));
  const failure = await failureOf(folder);
  expect(failure.log).toContain('[Left out outside.txt: it links to a place outside the folder.]');
  expect(failure.log).toContain('what is inside');
  expect(failure.log).toMatch(/outside.txt.*No such file/i);
});

test('package.json is never read through a link', async () => {
  const folder = await bench.handIn({});
  await symlink('/etc/passwd', join(folder, 'package.json'));
  expect((await failureOf(folder)).message).toBe('The folder has no package.json and no Procfile.');
});

test('node_modules and .git are not handed in, and count for nothing', async () => {
  const files = { ...quick(obedient), 'node_modules/x/index.js': 'x'.repeat(2000), '.git/HEAD': 'x'.repeat(2000) };
  await using deployment = await bench.deploy(files, { sandbox: 'none', limits: { submissionFiles: 3 } });
  expect(await deployment.main.ready()).toBeUndefined();
});

test.each(kinds)('the start script finds the programs of packages, as npm has it (%s)', async (kind) => {
  const failure = await failureOf(startedBy('command -v node; tsc --version; exit 4'), kind);
  // An image has a Node of its own: that of the course may be another system's.
  expect(failure.log).toMatch(kind === 'docker' ? /^\/usr\/local\/bin\/node\n/m : /node_modules\/\.bin\/node\n/);
  expect(failure.log).toMatch(/^Version \d/m);
});

test('scripts before and after the start script run, as npm has it', async () => {
  const scripts = { prestart: 'echo "first of all"', start: 'node server.js' };
  const files = { 'package.json': JSON.stringify({ type: 'module', scripts }), 'server.js': obedient };
  await using deployment = await bench.deploy(files, { sandbox: 'none' });
  await deployment.main.ready();
  expect(deployment.main.output()).toContain('\nfirst of all\n');
});

test('a Procfile is preferred to npm start, and npm start runs server.js where there is no script', async () => {
  const files = { ...service(obedient), Procfile: 'release: true\nweb: PORT=$PORT exec node server.js\n' };
  await using deployment = await bench.deploy(files, { sandbox: 'none' });
  await deployment.main.ready();
  expect(deployment.main.output()).not.toContain('> ');
  await using second = await bench.deploy(
    { 'package.json': '{"type":"module"}', 'server.js': obedient },
    { sandbox: 'none' },
  );
  expect(await second.main.ready()).toBeUndefined();
});
