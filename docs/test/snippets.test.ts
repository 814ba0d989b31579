import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { Client } from 'pg';
import { requires } from '../../grader/test/support/requires.ts';
import { through } from '../../labs/make/marks.ts';
import { lost, merge } from '../content/lessons/code/merge-patch.mjs';
import { excerpt, read, root } from '../generate/source.ts';
import { notSources } from './support/not-sources.ts';
import { handWritten } from './support/pages.ts';

const code = 'docs/content/lessons/code/';
const lesson = (name: string) => read(`docs/content/lessons/${name}.mdx`);

/** Blocks that are neither commands nor filled from a file. */
const others = handWritten().flatMap(({ name, text }) =>
  [...text.matchAll(/^( *)```(.*)\n[\s\S]*?^\1```$/gm)]
    .map(([, , language = '']) => ({ page: name, language }))
    .filter(({ language }) => !/ (from|check)=|^(shell-session|sh)$/.test(language)),
);

test('every snippet on a page is filled from a file, or listed with its reason', () => {
  const isListed = (block: (typeof others)[number]) =>
    notSources.some(({ page, language }) => page === block.page && language === block.language);
  expect(others.filter((block) => !isListed(block))).toEqual([]);
});

test('every snippet in the list is still shown', () => {
  const isShown = ({ page, language }: (typeof notSources)[number]) =>
    others.some((block) => page === block.page && language === block.language);
  expect(notSources.filter((entry) => !isShown(entry))).toEqual([]);
});

test('a merge does what the lesson says of it, and its two wrong ways do what they are blamed for', () => {
  expect(merge({ phone: '1', tags: ['a'] }, { phone: null, tags: ['b'] })).toEqual({ tags: ['b'] });
  expect(lost({ phone: '1' }, { phone: null })).toEqual({ phone: '1', merged: { phone: null } });
});

/** What node prints when one types in the lines of a file, of the last one. */
function typedIn(file: string): string {
  return execFileSync(process.execPath, ['-p', read(code + file)], { encoding: 'utf8' }).trim();
}

test('what is typed into node gives what the lessons say', () => {
  expect(Number(typedIn('most.cjs'))).toBeGreaterThan(5);
  expect(Number(typedIn('most.cjs'))).toBeLessThan(40);
  expect(typedIn('challenge.cjs')).toBe('[ 43, 43 ]');
  expect(typedIn('unsigned.cjs')).toBe("{ sub: '7', scope: 'profile' }");
  const lines = read(`${code}two-readings.cjs`).trim().replaceAll(';', ',');
  const printed = execFileSync(process.execPath, ['-p', `[${lines}].join()`], { encoding: 'utf8' });
  expect(printed.trim()).toBe('/persons/ana,persons,/persons/anything');
});

test('work that was interrupted goes on as the lesson shows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seeka-later-'));
  writeFileSync(join(folder, 'done.txt'), 'address\n');
  const printed = execFileSync(process.execPath, [join(root, code, 'later.mjs')], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(lesson('answering-later')).toContain(`\`\`\`\n${printed}\`\`\``);
});

test('each event of the lesson on the generic function is one that it understands', () => {
  const [, events = ''] = /```json\n([\s\S]*?)```/.exec(lesson('generic-function')) ?? [];
  const answers = events
    .trim()
    .split('\n')
    .map((event) =>
      execFileSync(process.execPath, [join(root, code, 'generic-function.ts'), event], { encoding: 'utf8' }),
    );
  expect(answers).toHaveLength(3);
  for (const answer of answers) expect(answer).toMatch(/GET \/street-address was answered/);
});

test('the marks of the handbook make the starter that it speaks of', () => {
  const [, text = ''] = /```ts\n([\s\S]*?)```/.exec(read('docs/content/handbook/lab.md')) ?? [];
  const at = (checkpoint: string) =>
    through({ path: 'solutions/05-orders/src/a.ts', text }, checkpoint, ['5.1', '5.2']);
  expect(at('5.1')).toMatch(/^ +\/\/ TODO\(5\.2\) .*\n +const order = request\.body;\n$/);
  expect(at('5.2')).toMatch(/^ +const order = parseOrder\(request\.body\);\n$/);
});

requires('postgres')('PostgreSQL understands every statement of the lessons', async () => {
  await using cluster = await openCluster();
  await using database = await cluster.fresh();
  const client = new Client(database.url);
  await client.connect();
  const [tables = ''] = read(`${code}notes.sql`).split('-- #region');
  await client.query(tables);
  const statements = ['version', 'page', 'tag', 'attempt'].flatMap((name) =>
    excerpt(`${code}notes.sql`, name).split(';'),
  );
  const known = statements.map((it) => it.trim()).filter((it) => !/^(BEGIN|COMMIT|)$/.test(it));
  for (const [at, statement] of known.entries()) await client.query(`prepare s${at} as ${numberedFromOne(statement)}`);
  await client.end();
  expect(known).toHaveLength(5);
});

function numberedFromOne(statement: string): string {
  const first = Math.min(...[...statement.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)));
  return statement.replaceAll(/\$(\d)/g, (_, number) => `$${Number(number) - first + 1}`);
}
