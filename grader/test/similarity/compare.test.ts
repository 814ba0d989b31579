import { join } from 'node:path';
import { compare } from '../../src/similarity/compare.ts';
import type { Candidate, Pair, Place, Similarity } from '../../src/similarity/similarity.ts';
import { tokensOf } from '../../src/similarity/tokens.ts';
import {
  type Change,
  classRoom,
  course,
  good,
  joined,
  moved,
  otherComments,
  otherTexts,
  reformatted,
  renamed,
  solution,
  sourcesOf,
} from './variants.ts';

const lab = '01-address';
const original = sourcesOf(solution);
const independent = ['bare-node-http', 'fastify-kysely', 'koa-postgres'];
const disguised: Change = (files) => joined(moved(reformatted(otherTexts(otherComments(renamed(files))))));

function compared(candidates: Candidate[], options = {}): Promise<Similarity> {
  return compare(candidates, { lab, course, ...options });
}

function pairOf({ pairs }: Similarity, one: string, other: string): Pair | undefined {
  return pairs.find(({ left, right }) => [left.id, right.id].sort().join() === [one, other].sort().join());
}

function inGood(id: string): Candidate {
  return { id, name: id, folder: join(good, id) };
}

const copies: [string, Change, least: number][] = [
  ['renamed', renamed, 1],
  ['with other texts and numbers', otherTexts, 1],
  ['with other comments and spaces', otherComments, 1],
  ['formatted otherwise', reformatted, 1],
  ['in one file', joined, 0.95],
  ['with all declarations in another order', moved, 0.75],
  ['changed in all these ways at once', disguised, 0.74],
];
const room = classRoom();
afterAll(() => room[Symbol.dispose]());

describe('the solution beside copies of it and independent services', () => {
  let found: Similarity;
  beforeAll(async () => {
    const candidates = copies.map(([id, change]) => room.add(id, change(original)));
    const other = { id: '02', name: 'Lab 02', folder: join(course, 'solutions', '02-person') };
    found = await compared([room.add('original', original), ...candidates, ...independent.map(inGood), other]);
  });

  test.each(copies)('a copy %s is alike', (id, _, least) => {
    expect(pairOf(found, 'original', id)?.similarity).toBeGreaterThanOrEqual(least);
  });

  test('the copies, and nobody else, are one cluster with it', () => {
    expect(found.clusters).toEqual([['original', ...copies.map(([id]) => id)]]);
  });

  test('services by others are hardly alike, to the solution or to each other', () => {
    const pairs = found.pairs.filter(({ left, right }) => [left, right].some(({ id }) => independent.includes(id)));
    expect(pairs.length).toBeGreaterThanOrEqual(3);
    for (const { similarity, longest, partly } of pairs) {
      expect(similarity).toBeLessThan(0.03);
      expect(longest).toBeLessThan(10);
      expect(partly).toBe(false);
    }
  });

  test('another service in the same style is far from the threshold', () => {
    expect(pairOf(found, 'original', '02')?.similarity).toBeLessThan(0.2);
  });

  test('fragments say where: the same words stand at both places', () => {
    const { fragments = [] } = pairOf(found, 'original', 'with all declarations in another order') ?? {};
    const changed = moved(original);
    expect(fragments.length).toBeGreaterThan(20);
    for (const { left, right } of fragments.slice(0, 10)) {
      expect(left.to - left.from).toBeGreaterThan(5);
      expect(wordsOf(original[left.file], left)).toEqual(wordsOf(changed[right.file], right));
    }
  });

  test('each submission has its highest similarity, and the histogram counts each once', () => {
    expect(found.submissions.find(({ id }) => id === 'renamed')).toMatchObject({ highest: 1, nearest: 'original' });
    expect(found.histogram.reduce((sum, number) => sum + number)).toBe(found.submissions.length);
  });
});

/** Of the lines that belong to a place whole: the first and last may be shared with something else. */
function wordsOf(text = '', { from, to }: Place): string[] {
  const inner = text.split('\n').slice(from, to - 1);
  return tokensOf('a.ts', inner.join('\n')).words;
}
