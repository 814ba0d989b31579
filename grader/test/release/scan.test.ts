import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { course } from '../../src/cli/labs.ts';
import { leaksIn } from '../../src/release/edition/scan.ts';
import { type Secrets, secretsOf } from '../../src/release/edition/secrets.ts';
import { temporaryFolder } from '../cli/seeka.ts';

let secrets: Secrets;

beforeAll(async () => {
  secrets = await secretsOf(course);
});

/** What is found in an edition that holds this one file. */
async function found(path: string, text: string): Promise<string[]> {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, dirname(path)), { recursive: true });
  await writeFile(join(folder.path, path), text);
  return (await leaksIn(folder.path, secrets)).map((leak) => `${leak.path} ${leak.what}`);
}

test('a file of a solution is found under any name', async () => {
  const text = await readFile(join(course, 'solutions', '01-address', 'README.md'), 'utf8');
  expect(await found('notes/why.txt', text)).toContain('notes/why.txt is solutions/01-address/README.md');
});

test('a line of an answer is found wherever it stands, outside the bundles', async () => {
  const [line = '', source] = [...secrets.lines][0] ?? [];
  expect(secrets.lines.size).toBeGreaterThan(400);
  expect(await found('page.html', `<code>${line}</code>`)).toEqual([`page.html has a line of ${source}: ${line}`]);
  expect(await found('services/reference/01-address/dist/server.js', line)).toEqual([]);
});

test('what every student has before them anyway is no leak', async () => {
  const kit = await readFile(join(course, 'services', 'kit', 'src', 'etag.ts'), 'utf8');
  expect(await found('etag.ts', kit)).toEqual([]);
});

test('ids and titles of hidden checks are found, but not inside another word', async () => {
  const named = 'a.md names the hidden check "member.null"';
  expect(await found('a.md', 'see `member.null`.')).toEqual([named]);
  expect(await found('a.md', 'some.member.null member.nullable')).toEqual([]);
  expect(
    await found(
      'services/reference/x.txt',
      'null for a member that is needed is at fault, and for an optional one no trouble of the service',
    ),
  ).toHaveLength(1);
});

test('a title that a visible check of another lab has as well gives nothing away', async () => {
  expect(await found('a.md', 'a PUT that changes something moves updatedAt forward')).toEqual([]);
  expect(await found('a.md', 'a PATCH that changes something moves updatedAt forward')).toHaveLength(1);
});

test('marks, mutants and the way to them are found', async () => {
  expect(await found('a.ts', '  // @lab:begin 1.4\n')).toEqual(['a.ts holds a mark @lab:']);
  expect(await found('a.md', 'see grader/validity/01-address')).toEqual(['a.md speaks of grader/validity']);
  expect(await found('a.md', secrets.mutants[0] ?? '')).toEqual([`a.md describes the mutant "${secrets.mutants[0]}"`]);
});
