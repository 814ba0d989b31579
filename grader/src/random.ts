import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Random } from './types.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A stream of its own for each name, the same for the same run's seed. */
export function randomFor(seed: number, name: string): Random {
  const own = createHash('sha256').update(`${seed}:${name}`).digest().readInt32LE();
  const generator = xoroshiro128plus(own);
  const integer = (below: number) => uniformInt(generator, 0, below - 1);
  return {
    seed: own,
    integer,
    pick: (items) => items[integer(items.length)] as (typeof items)[number],
    text: (length) => Array.from({ length }, () => LETTERS[integer(LETTERS.length)]).join(''),
  };
}
