import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { openSigningKey } from '../../src/evidence/keys.ts';
import { readReport } from '../../src/evidence/read-report.ts';
import { type SignedReport, signReport, verifyReport } from '../../src/evidence/signature.ts';
import { parcelOf } from '../../src/ingest/parcel.ts';
import { json } from '../../src/report/json.ts';
import { serve } from '../deploy/support/servers.ts';
import { requires } from '../support/requires.ts';
import { seekaWith, temporaryFolder } from './seeka.ts';
import { refuser, serviceFiles } from './services.ts';

const sandboxed = requires('bubblewrap', 'prlimit');
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
/** A service that refuses everything, and the signed report on it. */
let handedIn: string;
let file: string;

beforeAll(async () => {
  place = await temporaryFolder();
  await openSigningKey(place.path);
  env = { SEEKA_SIGNING_KEY: join(place.path, 'signing.jwk') };
  file = join(place.path, 'report.json');
  handedIn = join(place.path, 'handed-in');
  await using service = await temporaryFolder(serviceFiles(refuser));
  await cp(service.path, handedIn, { recursive: true });
});
afterAll(() => place[Symbol.asyncDispose]());

const replay = (...words: string[]) => seekaWith(env, 'replay', ...words);

/** Graded at first use: half the tests here need it. */
let graded: Promise<SignedReport> | undefined;
function reported(): Promise<SignedReport> {
  graded ??= (async () => {
    const { code, stderr } = await seekaWith(
      env,
      'grade',
      handedIn,
      '--through',
      '1.2',
      '--seed',
      '8812',
      '--json',
      file,
      '--sign',
    );
    expect([code, stderr]).toEqual([0, '']);
    return readReport(await readFile(file, 'utf8'));
  })();
  return graded;
}

/** A file that holds the report with some changes, signed or not. */
async function changed(
  name: string,
  changes: object,
  key?: Awaited<ReturnType<typeof openSigningKey>>,
): Promise<string> {
  const report = { ...(await reported()), ...changes } as SignedReport;
  const path = join(place.path, name);
  await writeFile(path, json(key ? await signReport(report, report.evidence, key) : report));
  return path;
}

sandboxed('a signed report runs again as it was: exit code 0', async () => {
  const { outcomes, startedAt } = await reported();
  const { code, stdout, stderr } = await replay(file);
  expect(stdout).toBe(
    `The report is genuine, and everything came out as reported: ${outcomes.length} checks, seed 8812, graded on ${startedAt}.\n`,
  );
  expect([code, stderr]).toEqual([0, '']);
});

sandboxed('other files are told of, with each outcome that differs: exit code 1', async () => {
  const { outcomes } = await reported();
  await using other = await temporaryFolder({ ...serviceFiles(refuser), 'server.js': 'throw new Error("gone")' });
  const { code, stdout } = await replay(file, '--submission', other.path);
  expect(stdout).toContain('The files are not those that were graded');
  expect(stdout).toContain('The report is genuine, but this came out differently');
  const failed = outcomes.find(({ status }) => status === 'failed');
  expect(stdout).toMatch(new RegExp(`${failed?.id} .*failed, 0 of .*blocked, 0 of`));
  expect(code).toBe(1);
});

sandboxed('one check is tried alone, under another contract too', async () => {
  const { outcomes, evidence } = await reported();
  const id = outcomes.find(({ status }) => status === 'failed')?.id ?? '';
  const path = await changed(
    'contract.json',
    { evidence: { ...evidence, contractDigest: '0' } },
    await openSigningKey(place.path),
  );
  const { code, stdout } = await replay(path, '--check', id);
  expect(stdout).toContain('The checks, openapi.yaml or lab.yaml are not those it was graded by');
  expect(stdout).toContain(`everything came out as reported: ${id}, seed 8812`);
  expect(code).toBe(1);
});

sandboxed('a database that cannot be reached is a fault of ours: exit code 3', async () => {
  await reported();
  const { code, stderr } = await seekaWith({ ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/' }, 'replay', file);
  expect(stderr).toMatch(/The grader itself is at fault/);
  expect(code).toBe(3);
});

sandboxed(
  'a report that was changed, or signed elsewhere, is not genuine: exit code 2, and nothing is run',
  async () => {
    await using elsewhere = await temporaryFolder();
    const theirs = await openSigningKey(elsewhere.path);
    const cases: [string, string][] = [
      [await changed('forged.json', { score: 100 }), 'it was changed after it was signed'],
      [await changed('theirs.json', {}, theirs), `its key "${theirs.kid}" is none of the`],
    ];
    for (const [path, reason] of cases) {
      const { code, stdout, stderr } = await replay(path, '--submission', '/nowhere');
      expect(stderr).toContain(`error: The report is not genuine: ${reason}`);
      expect([code, stdout]).toEqual([2, '']);
    }
  },
);

sandboxed('what a report is on must be there, and be of its kind', async () => {
  await reported();
  const cases: [string[], string][] = [
    [['--submission', '/nowhere'], 'There is no folder /nowhere.'],
    [['--submission', 'https://example.org'], 'The report is on files. Give them with --submission PATH.'],
    [['--check', 'q'], 'The report has no check "q".\n'],
    [['--check', 'create.nothing'], 'The report has no check "create.nothing". The nearest: create.'],
  ];
  for (const [words, reason] of cases) {
    const { code, stderr } = await replay(file, ...words);
    expect(stderr).toContain(reason);
    expect(code).toBe(2);
  }
});

sandboxed('a zip of the same files runs again as the folder did, wherever the report says that it was', async () => {
  const { submission } = await reported();
  await writeFile(join(place.path, 'red.zip'), (await parcelOf(handedIn)).bytes);
  const ofClass = await changed('class.json', { submission: { ...submission, source: 'hand-ins/red.zip' } });
  const { code, stderr } = await replay(ofClass);
  expect(stderr).toBe('error: There is no hand-ins/red.zip here. Give what was handed in with --submission PATH.\n');
  expect(code).toBe(2);
  const again = await replay(ofClass, '--submission', join(place.path, 'red.zip'));
  expect(again.stdout).toContain('The report is genuine, and everything came out as reported');
  expect([again.code, again.stderr]).toEqual([0, '']);
});

test('a report on a URL runs again at that URL, and at no other that is written into it', async () => {
  await using server = await serve(({ url }, response) => response.writeHead(url === '/health' ? 200 : 404).end());
  await using other = await serve((_request, response) => response.end());
  const path = join(place.path, 'url.json');
  const words = ['--lab', '01-address', '--through', '1.1', '--json', path, '--sign'];
  expect(await seekaWith(env, 'grade', server.origin, ...words)).toMatchObject({ code: 0, stderr: '' });
  expect(await replay(path)).toMatchObject({ code: 0, stderr: '' });
  const report = readReport(await readFile(path, 'utf8'));
  await writeFile(path, json({ ...report, submission: { ...report.submission, source: other.origin } }));
  const { code, stderr } = await replay(path);
  expect([code, stderr, other.connections]).toEqual([2, 'error: The report was signed for another URL.\n', 0]);
});

sandboxed('the public key is printed alone, and verifies what is signed here', async () => {
  const { code, stdout } = await replay('--public-key');
  const printed = JSON.parse(stdout) as JWK;
  expect([code, printed]).toEqual([0, (await openSigningKey(place.path)).publicKey]);
  expect(await verifyReport(await reported(), [printed])).toBe('valid');
});

test.each([
  [['replay'], /Which report\?/],
  [['replay', '/no/such.json'], /Cannot read \/no\/such\.json \(ENOENT\)/],
  [['replay', import.meta.filename], /replay\.test\.ts: This is no JSON/],
])('%j is refused with exit code 2, and says why', async (words, reason) => {
  const { code, stderr } = await seekaWith(env, ...words);
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
});

test('replay --help shows examples and exit codes', async () => {
  const { code, stdout } = await replay('--help');
  expect(stdout).toMatch(/Examples:\n +seeka replay/);
  expect(stdout).toContain('Exit codes: 0 ');
  expect(code).toBe(0);
});
