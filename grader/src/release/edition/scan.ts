import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { sha256 } from '../../../../labs/make/files.ts';
import type { Secrets } from './secrets.ts';

/** A file of the edition, and what it gives away. */
export interface Leak {
  path: string;
  what: string;
}

const SKIPPED = new Set(['.git', 'node_modules']);
/** They are the answers, in a form that runs and is not meant to be read. */
const BUNDLES = /^services\/reference\//;
/** It reads marks, so it speaks of them. */
const READER_OF_MARKS = 'labs/make/marks.ts';

/** Looks through all files of a student edition for what students must not have. */
export async function leaksIn(out: string, secrets: Secrets): Promise<Leak[]> {
  const hidden = secrets.hidden.map((text) => [text, wordOf(text)] as const);
  const leaks: Leak[] = [];
  for (const path of await pathsOf(out)) {
    const bytes = await readFile(join(out, path));
    const text = bytes.includes(0) ? '' : bytes.toString();
    const found = [
      ...fileLeaks(text, secrets),
      ...(BUNDLES.test(path) ? [] : lineLeaks(text, secrets)),
      ...hidden.filter(([, word]) => word.test(text)).map(([name]) => `names the hidden check "${name}"`),
      ...secrets.mutants.filter((it) => text.includes(it)).map((it) => `describes the mutant "${it}"`),
      ...(text.includes('grader/validity') ? ['speaks of grader/validity'] : []),
      ...(text.includes('@lab:') && path !== READER_OF_MARKS ? ['holds a mark @lab:'] : []),
    ];
    leaks.push(...found.map((what) => ({ path, what })));
  }
  return leaks;
}

function fileLeaks(text: string, { files }: Secrets): string[] {
  const source = files.get(sha256(text));
  return source ? [`is ${source}`] : [];
}

function lineLeaks(text: string, { lines }: Secrets): string[] {
  return [...lines].filter(([line]) => text.includes(line)).map(([line, source]) => `has a line of ${source}: ${line}`);
}

/** As a word of its own: `member.null` is not in `some.member.nullable`, and `expect(put.body)` looks at an answer. */
function wordOf(text: string): RegExp {
  return new RegExp(`(?<![\\w.-]|\\bexpect\\()${RegExp.escape(text)}(?![\\w-])`);
}

async function pathsOf(folder: string, below = folder): Promise<string[]> {
  const entries = (await readdir(below, { withFileTypes: true })).filter(({ name }) => !SKIPPED.has(name));
  const lists = entries.map((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? pathsOf(folder, path) : [relative(folder, path)];
  });
  return (await Promise.all(lists)).flat().sort();
}
