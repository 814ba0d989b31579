import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import { harmless, harmlessLine } from '../report/harmless.ts';
import { marksOf, shownFiles } from './side.ts';
import type { Pair, Similarity } from './similarity.ts';
import type { Source } from './sources.ts';

const folder = join(import.meta.dirname, 'page');
const report = join(import.meta.dirname, '..', 'report', 'page');
const sheets = [
  ...['style', 'parts'].map((name) => join(report, `${name}.css`)),
  ...['overview', 'sides'].map((name) => join(folder, `${name}.css`)),
];
const eta = new Eta({ views: folder, autoEscape: true, cache: true });
/** Pairs of either list, each with a page of its own. */
const MOST_PAGES = 100;
/** Further down, what is in common is what every two services have; but nobody should wonder at an empty table. */
const LEAST = { similarity: 0.05, pairs: 10 };
const words = {
  line: harmlessLine,
  percent: (share: number) => `${Math.round(100 * share)} %`,
  count: (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`,
};

/** A pair with the file name of its page. */
export interface Paged {
  pair: Pair;
  page: string;
}

/** The pairs that get a page: the most alike, and below the threshold those that are alike in part. */
export function pagesOf({ pairs }: Similarity): { most: Paged[]; partly: Paged[] } {
  const worthReading = pairs.filter(({ similarity }, at) => similarity >= LEAST.similarity || at < LEAST.pairs);
  const [most, partly] = [worthReading, pairs.filter((pair) => pair.partly)].map((list) => list.slice(0, MOST_PAGES));
  const names = new Map([...new Set([...(most ?? []), ...(partly ?? [])])].map((pair, at) => [pair, nameOf(at)]));
  const paged = (list: Pair[] = []) => list.map((pair) => ({ pair, page: names.get(pair) ?? '' }));
  return { most: paged(most), partly: paged(partly) };
}

function nameOf(at: number): string {
  return `${String(at + 1).padStart(3, '0')}.html`;
}

/** The overview: one file that needs nothing from anywhere, and no script. */
export function overview(similarity: Similarity): string {
  const named = new Map(similarity.submissions.map(({ id, name }) => [id, name]));
  return render('./overview', { similarity, ...pagesOf(similarity), nameOf: (id: string) => named.get(id) ?? id });
}

/** Two submissions side by side, with what is alike marked. */
export function sides(similarity: Similarity, pair: Pair, sources: { left: Source[]; right: Source[] }): string {
  const { shown, left, right } = marksOf(pair.fragments);
  const columns = [
    { key: 'left', other: 'right', side: pair.left, files: shownFiles(sources.left, left) },
    { key: 'right', other: 'left', side: pair.right, files: shownFiles(sources.right, right) },
  ];
  return render('./sides', {
    similarity,
    pair,
    fragments: shown,
    columns,
    code: (text: string) => harmless(text.replaceAll('\t', '  ')),
  });
}

function render(view: string, data: object): string {
  const style = sheets.map((file) => readFileSync(file, 'utf8')).join('\n');
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return eta.render(view, { ...data, ...words, style, policy });
}
