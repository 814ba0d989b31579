import { WinnowFilter } from '@dodona/dolos-core';
import type { Source } from './sources.ts';
import { tokensOf } from './tokens.ts';

/**
 * Words in one fingerprint, and fingerprints of which at least one is kept. Finer than Dolos's own 23 and 17, which find
 * less of a copy in disguise.
 */
export const WORDS = 17;
export const WINDOW = 12;
/**
 * How often one fingerprint counts in one submission. Without a bound two files of a million equal words would have 10¹²
 * matches; long lists in honest code repeat one some ten times.
 */
const MOST_REPEATS = 8;

/** The winnowed fingerprints of some files, in their order: at each index one of them. */
export interface Fingerprints {
  hashes: Int32Array;
  /** Index of its file. */
  files: Uint16Array;
  /** Lines of its first and last word, counted from 1. */
  from: Uint32Array;
  to: Uint32Array;
}

/** All fingerprints, none left out. */
const every = new WinnowFilter(WORDS, 1);
const winnow = new WinnowFilter(WORDS, WINDOW);

/** Each file by itself: no fingerprint reaches from one into the next, so the order of files does not matter. */
export function fingerprintsOf(files: Source[]): Fingerprints {
  const found = { hashes: [] as number[], files: [] as number[], from: [] as number[], to: [] as number[] };
  const repeats = new Map<number, number>();
  files.forEach(({ path, text }, file) => {
    const { words, lines } = tokensOf(path, text);
    for (const { hash, start, stop } of winnow.fingerprints(words)) {
      const seen = repeats.get(hash) ?? 0;
      if (seen >= MOST_REPEATS) continue;
      repeats.set(hash, seen + 1);
      found.hashes.push(hash);
      found.files.push(file);
      found.from.push(lines[start] ?? 1);
      found.to.push(lines[stop] ?? 1);
    }
  });
  return {
    hashes: Int32Array.from(found.hashes),
    files: Uint16Array.from(found.files),
    from: Uint32Array.from(found.from),
    to: Uint32Array.from(found.to),
  };
}

/**
 * Every fingerprint that some code has, so that none is mistaken for a student's own. The winnowed ones would not do: which of
 * them are kept changes with what stands around.
 */
export function hashesOf(files: Source[]): Set<number> {
  const hashes = new Set<number>();
  for (const { path, text } of files) {
    for (const { hash } of every.fingerprints(tokensOf(path, text).words)) hashes.add(hash);
  }
  return hashes;
}
