import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { parcelOf, unpack } from '../../src/ingest/parcel.ts';
import { type Run, type Session, seeka, seekaWith, startSeekaWith } from '../cli/seeka.ts';
import { serviceFiles } from '../cli/services.ts';
import { requires } from '../support/requires.ts';
import { folderWith } from './folders.ts';
import { rawZip } from './raw-zip.ts';
import { bareRepository } from './repositories.ts';

const solution = join(import.meta.dirname, '..', '..', '..', 'solutions', '01-address');

const sandboxed = requires('bubblewrap', 'prlimit', 'git');
/** A whole grade; longer than Jest's limit on a machine that does much else. */
const LIMIT_MS = 300_000;

sandboxed(
  'a zip of the course’s solution earns 100, and the report names the zip',
  async () => {
    const { bytes } = await parcelOf(solution);
    await using folder = await folderWith({ 'handed-in.zip': bytes, 'tmp/x': '' });
    const [zip, json] = ['handed-in.zip', 'report.json'].map((name) => join(folder.path, name)) as [string, string];
    const { stdout, code } = await seekaWith({ TMPDIR: join(folder.path, 'tmp') }, 'grade', zip, '--json', json);
    expect(stdout).toMatch(/^01-address · 100\/100 /);
    const { submission } = JSON.parse(await readFile(json, 'utf8'));
    expect(submission).toEqual({ kind: 'folder', source: zip, sandbox: 'bubblewrap' });
    expect(await readdir(join(folder.path, 'tmp'))).toEqual(['x']);
    expect(code).toBe(0);
  },
  LIMIT_MS,
);

sandboxed(
  'a clone of the course’s solution earns 100, and the report names the commit',
  async () => {
    await using repository = await bareRepository();
    await unpack((await parcelOf(solution)).bytes, join(repository.folder, 'files'));
    const files = `--work-tree=${join(repository.folder, 'files')}`;
    repository.git([files, 'add', '--all']);
    repository.git([files, 'commit', '--quiet', '-m', 'work']);
    const commit = repository.git(['rev-parse', 'main']);
    const json = join(repository.folder, 'report.json');
    const { stdout, code } = await seeka('grade', `git+file://${repository.path}#main`, '--json', json);
    expect(stdout).toMatch(/^01-address · 100\/100 /);
    const { source } = JSON.parse(await readFile(json, 'utf8')).submission;
    expect(source).toBe(`file://${repository.path}#${commit}`);
    expect(code).toBe(0);
  },
  LIMIT_MS,
);

/** Runs with a folder of its own for temporary files, in which nothing may be left. */
async function cleanly(files: Record<string, string | Buffer>, ...words: string[]): Promise<Run> {
  await using folder = await folderWith({ 'tmp/x': '', ...files });
  const named = words.map((word) => word.replace('FOLDER', folder.path));
  const run = await seekaWith({ TMPDIR: join(folder.path, 'tmp') }, 'grade', ...named);
  expect(await readdir(join(folder.path, 'tmp'))).toEqual(['x']);
  return run;
}

const service = Object.entries(serviceFiles('response.end()')).map(([name, content]) => ({ name, content }));
const zip = rawZip(service);

test.each<[string, Buffer, string[], RegExp]>([
  ['is damaged', zip.subarray(0, -1), [], /^error: The zip is damaged: .* Pack the folder again/],
  ['leads out', rawZip([...service, { name: '../x' }]), [], /^error: "\.\.\/x" leads out of the folder\. Pack/],
  ['names no lab', rawZip([{ name: 'a.js' }]), [], /^error: Which lab is the service of .*x\.zip\? Name it with --lab/],
  ['is of no known lab', zip, ['--lab', '99-none'], /^error: There is no lab "99-none"/],
  ['has no such checkpoint', zip, ['--through', '9.9'], /no checkpoint "9\.9"/],
  ['cannot be watched', zip, ['--watch'], /^error: --watch needs a folder/],
])(
  'a zip that %s is refused with exit code 2, what to do, and nothing left behind',
  async (_what, bytes, words, says) => {
    const { code, stderr } = await cleanly({ 'x.zip': bytes }, 'FOLDER/x.zip', ...words);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
  },
);

test('a zip’s own name may tell the lab', async () => {
  const entries = service.map((entry) => ({
    ...entry,
    content: entry.content.replace('@seeka/lab-01-address', 'mine'),
  }));
  const { stdout, stderr } = await cleanly({ '01-address.zip': rawZip(entries) }, 'FOLDER/01-address.zip', '--quiet');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^01-address · \d+\/100 /);
});

test('what was left out of a zip is said, made harmless', async () => {
  const out = { name: 'out\u001b[2J', content: '/etc', mode: 0o120777 };
  const { stderr, code } = await cleanly({ 'x.zip': rawZip([...service, out]) }, 'FOLDER/x.zip', '--quiet');
  expect(stderr).toBe('note: Left out out\\x1b[2J: it links to a place outside the folder.\n');
  expect(code).toBe(0);
});

test('a host that cannot be reached is no fault of the command: exit code 3', async () => {
  const { stderr, code } = await cleanly({}, 'https://127.0.0.1:9/x.git', '--lab', '01-address');
  expect(stderr).toMatch(/https:\/\/127\.0\.0\.1:9\/x\.git cannot be reached.*\. Grade it again later: [^\n]*\.\n$/);
  expect(stderr).not.toMatch(/at fault|DEBUG/);
  expect(code).toBe(3);
});

test('Ctrl-C while a repository is cloned ends with 130, and leaves nothing behind', async () => {
  await using folder = await folderWith({ 'tmp/x': '' });
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/x.git`;
  await using session = startSeekaWith({ TMPDIR: join(folder.path, 'tmp') }, 'grade', url, '--lab', '01-address');
  const [socket] = await once(silent, 'connection');
  socket.on('error', () => socket.destroy()).resume();
  await expectCleanEnd(session, folder.path);
  silent.close();
});

test('Ctrl-C while a zip is graded ends with 130, and leaves nothing behind', async () => {
  await using folder = await folderWith({ 'tmp/x': '' });
  const called = createHttpServer().listen(0, '127.0.0.1');
  await once(called, 'listening');
  const { port } = called.address() as AddressInfo;
  const files = serviceFiles('response.end()');
  // Never ready, so it is being graded for as long as it takes to interrupt it; and it says that it has been started.
  files['server.js'] = `fetch('http://127.0.0.1:${port}').catch(() => 0); setInterval(() => 0, 1000);`;
  const bytes = rawZip(Object.entries(files).map(([name, content]) => ({ name, content })));
  await using handedIn = await folderWith({ 'x.zip': bytes });
  const words = ['grade', join(handedIn.path, 'x.zip'), '--no-sandbox'];
  await using session = startSeekaWith({ TMPDIR: join(folder.path, 'tmp') }, ...words);
  await once(called, 'connection');
  await expectCleanEnd(session, folder.path);
  called.closeAllConnections();
  called.close();
});

async function expectCleanEnd(session: Session, folder: string): Promise<void> {
  expect(await session.interrupt()).toBe(130);
  expect(await readdir(join(folder, 'tmp'))).toEqual(['x']);
}
