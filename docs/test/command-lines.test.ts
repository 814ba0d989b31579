import { globSync } from 'node:fs';
import type { Command } from 'commander';
import { commands } from '../../grader/src/cli/commands.ts';
import { read, root } from '../generate/source.ts';
import { allPages } from './support/pages.ts';
import { blocksOf } from './support/shown.ts';

const shell = { env: {}, stdout: process.stdout, stderr: process.stderr, exitCode: 0 };
const loaded = new Map<string, Command>();
beforeAll(async () => {
  for (const [name, { load }] of Object.entries(commands)) loaded.set(name, await load(shell));
});

/** Command lines of `seeka` in the text of a page, inline and in blocks, each without `seeka`. */
function linesOf(text: string): string[] {
  const inline =
    text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').match(/(?<=`)(?:npx --no-install )?seeka\s[^`]+(?=`)/g) ?? [];
  const inBlocks = blocksOf(text).flatMap(({ exchanges }) => exchanges.map(({ command }) => command));
  return [...inline, ...inBlocks].flatMap((line) => line.match(/(?<=\bseeka )[^;|>#)]+/g) ?? []);
}

function flagsOf(all: Command[]): (string | undefined)[] {
  return all.flatMap(({ options }) => options.flatMap(({ short, long }) => [short, long]));
}

/** What a line names that the program does not have. */
function strangersIn(line: string): string[] {
  const [name = '', ...words] = line.replaceAll('\\\n', '').trim().split(/\s+/);
  if (/^(--help|--version|…|COMMAND)$/.test(name)) return [];
  const command = loaded.get(name);
  if (!command) return [name];
  const below = command.commands.find((child) => child.name() === words[0]);
  if (command.commands.length > 0 && !below && words[0] && words[0] !== '…') return [words[0]];
  const options = flagsOf([command, ...(below ? [below] : [])]);
  return words.filter((word) => word.startsWith('--') && word !== '--help' && !options.includes(word));
}

test('every command line of seeka on a page names a command that is there, and options that it has', () => {
  const strangers = allPages().flatMap(({ name, text }) =>
    linesOf(text).flatMap((line) => strangersIn(line).map((stranger) => `${name}: ${stranger} in "seeka ${line}"`)),
  );
  expect(allPages().flatMap(({ text }) => linesOf(text)).length).toBeGreaterThan(80);
  expect(strangers).toEqual([]);
});

test('a command or an option that is not there is seen', () => {
  expect(['grad ../x', 'class forge ID', 'grade ../x --trough 1.1'].flatMap(strangersIn)).toEqual([
    'grad',
    'forge',
    '--trough',
  ]);
});

/** Options of other programs. */
const others = ['--no-install', '--prefix', '--path-as-is'];

test('every option that a page names alone is one of a command of seeka', () => {
  const all = [...loaded.values()].flatMap((command) => [command, ...command.commands]);
  const known = [...flagsOf(all), ...others];
  const named = allPages().flatMap(({ text }) => text.match(/(?<=`)--[a-z-]+(?=[ `])/g) ?? []);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((option) => !known.includes(option))).toEqual([]);
});

test('every script of npm and every folder of tests that a page names is there', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const { scripts: ofDocs } = JSON.parse(read('docs/package.json'));
  const texts = allPages().map(({ text }) => text);
  const named = (pattern: RegExp) => texts.flatMap((text) => text.match(pattern) ?? []);
  expect(named(/(?<=npm run )[\w:]+(?! -w docs)\b/g).filter((script) => !(script in scripts))).toEqual([]);
  expect(named(/(?<=npm run )[\w:]+(?= -w docs)/g).filter((script) => !(script in ofDocs))).toEqual([]);
  const tests = named(/(?<=npx jest )[\w/.-]+/g);
  expect(tests.filter((path) => globSync(`${path}{,*.test.ts,/**/*.test.ts}`, { cwd: root }).length === 0)).toEqual([]);
  expect(tests.length).toBeGreaterThan(4);
});
