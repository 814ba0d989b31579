import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { cp, glob, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { missingFile } from '../../../services/platform/src/command.ts';
import { partsOf } from '../../../services/platform/src/parts.ts';
import { course } from '../../src/cli/labs.ts';
import { listenOnce } from '../../src/cli/neighbours.ts';
import type { Report } from '../../src/types.ts';
import { temporaryFolder } from '../cli/seeka.ts';
import { serviceFiles } from '../cli/services.ts';
import { dropDatabases } from '../support/databases.ts';
import { devOf, seekaOf, studentEdition } from './editions.ts';

let edition: Awaited<ReturnType<typeof studentEdition>>;
const databases = new Set<string>();

beforeAll(async () => {
  edition = await studentEdition();
  // Some 10 s of work; other work may go on beside it.
}, 400_000);

afterAll(async () => {
  await edition?.[Symbol.asyncDispose]();
  await dropDatabases(databases);
});

const inEdition = (...path: string[]) => join(edition.path, ...path);

test('the edition has no solution, no hidden check, no test, and no command of instructors', async () => {
  const options = { cwd: edition.path, exclude: (path: string) => path.endsWith('node_modules') };
  const patterns = [
    'solutions',
    'grader/src/portal',
    '**/hidden',
    '**/test',
    '**/validity',
    'grader/bench',
    'docs/package.json',
  ];
  const found = await Array.fromAsync(glob([...patterns, 'grader/src/cli/{verify,release}.ts'], options));
  expect(found).toEqual([]);
  const help = await seekaOf(edition.path, '--help');
  expect(help).toMatch(/^ +pack /m);
  expect(help).not.toMatch(/^ +(verify|release) /m);
});

test('each reference is one minified file beside its contract and its migrations', async () => {
  const found = await Array.fromAsync(glob('*/**', { cwd: inEdition('services', 'reference') }));
  const files = found.filter((path) => /\.\w+$/.test(path) && !path.includes('/migrations/')).sort();
  const labs = ['01-address', '02-person', '03-oauth2', '04-profile'];
  expect(files).toEqual(
    labs.flatMap((lab) => ['dist/server.js', 'openapi.yaml', 'package.json'].map((it) => `${lab}/${it}`)),
  );
  const bundle = await readFile(inEdition('services', 'reference', '01-address', 'dist', 'server.js'), 'utf8');
  expect(bundle).not.toContain(course);
  expect(bundle).not.toMatch(/sourceMappingURL|@lab:|^\s*\/\/ /m);
});

test('the lock file has the packages of the edition and of nothing else', async () => {
  const { packages } = JSON.parse(await readFile(inEdition('package-lock.json'), 'utf8'));
  expect(packages).toHaveProperty('node_modules/express');
  expect(packages).toHaveProperty('node_modules/@rspack/core');
  expect(Object.keys(packages).filter((path) => /solutions|docusaurus|newman/.test(path))).toEqual([]);
});

test('the types of the edition agree, so that nothing in it asks for what was left out', async () => {
  const tsc = inEdition('node_modules', 'typescript', 'bin', 'tsc');
  const said = await promisify(execFile)(process.execPath, [tsc, '-p', edition.path]).catch((error) => error);
  expect(said.stdout).toBe('');
});

test('the edition gives a copy of the solution all points, and the untouched starter none', async () => {
  await using copy = await temporaryFolder();
  await cp(join(course, 'solutions', '01-address'), copy.path, { recursive: true });
  const file = join(copy.path, 'report.json');
  const graded = async (folder: string) => {
    await seekaOf(edition.path, 'grade', folder, '--no-sandbox', '--json', file);
    return JSON.parse(await readFile(file, 'utf8')) as Report;
  };
  const { score, outcomes } = await graded(copy.path);
  expect(outcomes.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(score).toBe(100);
  expect(outcomes.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(100);
  expect(outcomes.filter(({ hidden }) => hidden)).toEqual([]);
  expect((await graded(inEdition('labs', '01-address'))).score).toBe(0);
}, 300_000);

test('the platform starts all of Seeka from the bundles, and has no site', () => {
  const parts = partsOf(edition.path, { site: true, use: {} });
  expect(parts.flatMap((part) => missingFile(part) ?? [])).toEqual([]);
  expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['address', 'profile', 'gateway']));
  expect(parts.map(({ name }) => name)).not.toContain('site');
  expect(parts[0]?.folder).toBe(inEdition('services', 'reference', '01-address'));
  expect(partsOf(course, { site: true, use: {} })[0]?.folder).toBe(join(course, 'solutions', '01-address'));
});

test('every place that a handout links to in the course is there', async () => {
  for await (const path of glob('labs/*/README.md', { cwd: edition.path })) {
    const links = (await readFile(inEdition(path), 'utf8')).matchAll(/\]\((\.\.?\/[^)#]+)/g);
    const places = [...links].map(([, link = '']) => join(edition.path, dirname(path), link));
    expect(places.filter((place) => !existsSync(place))).toEqual([]);
  }
});

test('dev starts the bundle of Address as the neighbour of Lab 02, on a database of its own', async () => {
  await using folder = await temporaryFolder(serviceFiles('response.end(process.env.ADDRESS_URL)'));
  for (const place of [folder.path, inEdition('services', 'reference', '01-address')]) databases.add(developing(place));
  const port = String(await listenOnce(0));
  await using _dev = await devOf(edition.path, folder.path, '--lab', '02-person', '--port', port);
  const address = await (await fetch(`http://127.0.0.1:${port}/`)).text();
  expect(await (await fetch(`${address}/health`)).json()).toEqual({ status: 'ok' });
  const made = await fetch(`${address}/addresses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ line1: '120 w 12 st', city: 'new york', region: 'NY', postalCode: '10011' }),
  });
  expect([made.status, await made.json()]).toEqual([201, expect.objectContaining({ city: 'New York' })]);
});

/** The name of the database that `dev` makes for a folder. */
function developing(folder: string): string {
  const hash = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 8);
  return `dev_${basename(folder).toLowerCase().replaceAll(/\W+/g, '_').slice(0, 30)}_${hash}`;
}
