import { globSync, readFileSync } from 'node:fs';
import { excerpt, read, root } from '../generate/source.ts';
import { stretches } from '../generate/terminal.ts';
import clauseOfCheck from '../plugins/clause-of-check.ts';
import codeFromSource from '../plugins/code-from-source.ts';
import { build, buildOnce } from './support/build.ts';
import { handWritten } from './support/pages.ts';

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(buildOnce, 300_000);

for (const { name, text } of handWritten().filter((page) => page.name.includes('/lessons/'))) {
  test(`${name} has 800 to 1,500 words, a figure in words, something to try, questions, and further reading`, () => {
    const words = prose(text)
      .replaceAll(/<Question[\s\S]*?<\/Question>/g, '')
      .split(/\s+/).length;
    expect(words).toBeGreaterThanOrEqual(800);
    expect(words).toBeLessThanOrEqual(1_500);
    expect(text.match(/^## .+$/gm)?.slice(-3)).toEqual(['## Try it', '## Questions', '## Further reading']);
    expect(text.match(/<summary>The figure in words/g)).toHaveLength(
      text.match(/^!\[.+\]\(\.\/figures/gm)?.length ?? 0,
    );
    expect(text.match(/<Question /g)?.length).toBeGreaterThanOrEqual(3);
  });
}

test('the page of decisions says of each library what it is for, and of no other', () => {
  const files = globSync('{,*/,*/*/}package.json', { cwd: root, exclude: (path) => path.includes('node_modules') });
  const used = files.flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file));
    return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@seeka/'));
  });
  const [, rows = ''] = read('docs/content/decisions.md').split(/\| library +\|/);
  const told = rows.split('\n').flatMap((row) => row.split('|')[1]?.match(/(?<=`)[@\w./-]+(?=`)/g) ?? []);
  expect(told.sort()).toEqual([...new Set(used)].sort());
});

test('code that is no longer there, or that holds answers, stops the build', () => {
  const block = (meta: string) => ({ type: 'root', children: [{ type: 'code', meta }] });
  expect(() => excerpt('docs/generate/source.ts', 'gone')).toThrow('declares no gone');
  expect(() => codeFromSource()(block('from=solutions/01-address/src/etag.ts#etag'))).toThrow('holds answers');
  expect(excerpt('docs/generate/source.ts', 'read')).toContain('readFileSync(root + path');
});

test('the clauses of a check that is no longer there stop the build', () => {
  const cell = (value: string) => ({ type: 'tableCell', children: [{ type: 'inlineCode', value }] });
  const shown = cell('clause=03-oauth2/state.used');
  clauseOfCheck()(shown);
  expect(shown.children).toEqual([
    expect.objectContaining({ type: 'link', url: expect.stringContaining('#section-') }),
  ]);
  expect(() => clauseOfCheck()(cell('clause=03-oauth2/gone'))).toThrow('There is no check 03-oauth2/gone');
});

test('every row of the list of attacks has its clauses from the check that it leads to', () => {
  const rows = read('docs/content/lessons/what-attackers-try.mdx').match(/^\| .*\/checks\/.*$/gm) ?? [];
  const pairs = rows.map((row) => [/\/checks\/([\w./-]+)\)/.exec(row)?.[1], /`clause=(\S+)`/.exec(row)?.[1]]);
  expect(pairs.length).toBeGreaterThan(25);
  expect(pairs.filter(([check, clause]) => check !== clause)).toEqual([]);
});

test('no line of an answer is on the site', () => {
  const marked = globSync('solutions/*/src/*.ts', { cwd: root }).flatMap((file) => answers(read(file)));
  const pages = globSync('**/*.html', { cwd: build }).map((file) => textOf(readFileSync(build + file, 'utf8')));
  expect(marked.length).toBeGreaterThan(50);
  expect(marked.filter((line) => pages.some((page) => page.includes(line)))).toEqual([]);
});

test('recorded terminal output keeps its colours, and nothing of its codes', () => {
  expect(stretches('a\u001b[1;32mb\u001b[39mc\u001b[0m')).toEqual([
    { at: 0, text: 'a', style: '' },
    { at: 1, text: 'b', style: 'bold passed' },
    { at: 2, text: 'c', style: '' },
  ]);
});

/** What is read, without code and front matter. */
function prose(text: string): string {
  return text
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`]*`/g, '');
}

/** Lines that a student has to write, long enough to be nobody else's. */
function answers(source: string): string[] {
  const regions = source.match(/\/\/ @lab:begin[\s\S]*?\/\/ @lab:(starter|end)/g) ?? [];
  return regions
    .flatMap((region) => region.split('\n').map((line) => line.trim()))
    .filter((line) => line.length > 45 && !line.startsWith('//'));
}

function textOf(html: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#x27;': "'" };
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|amp|quot|#x27);/g, (entity) => entities[entity] ?? entity);
}
