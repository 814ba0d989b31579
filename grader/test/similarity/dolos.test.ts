import { join } from 'node:path';
import { File, FingerprintIndex, type Fragment, Region, TokenizedFile } from '@dodona/dolos-core';
import { fingerprintsOf, WINDOW, WORDS } from '../../src/similarity/fingerprints.ts';
import { runsOf } from '../../src/similarity/fragments.ts';
import { overlapOf } from '../../src/similarity/overlap.ts';
import { linksOf } from '../../src/similarity/pairs.ts';
import { tokensOf } from '../../src/similarity/tokens.ts';
import { good, joined, moved, solution, sourcesOf } from './variants.ts';

const original = joined(sourcesOf(solution))['app/index.ts'] ?? '';
const others = {
  'a copy in another order': joined(moved(sourcesOf(solution)))['app/index.ts'] ?? '',
  'an independent service': joined(sourcesOf(join(good, 'bare-node-http')))['app/index.ts'] ?? '',
};

/** One submission of one file, as Dolos's own classes want it. */
function tokenized(name: string, text: string): TokenizedFile {
  const { words, lines } = tokensOf(name, text);
  const regions = lines.map((line, at) => new Region(line, at, line, at));
  return new TokenizedFile(new File(name, text), words, regions);
}

describe.each(Object.entries(others))('of the solution and %s', (_, other) => {
  const [left, right] = [tokenized('left.ts', original), tokenized('right.ts', other)];
  const index = new FingerprintIndex(WORDS, WINDOW);
  index.addFiles([left, right]);
  const theirs = index.getPair(left, right);
  const one = fingerprintsOf([{ path: 'a.ts', text: original }]);
  const two = fingerprintsOf([{ path: 'a.ts', text: other }]);
  const overlap = overlapOf([one, two], { starter: new Set(), most: 2 });

  test("similarity and overlap are those of Dolos's own Pair", () => {
    expect(linksOf(overlap)[0]?.similarity).toBeCloseTo(theirs.similarity, 10);
    expect(overlap.covered(0, 1) + overlap.covered(1, 0)).toBe(theirs.overlap);
  });

  test("fragments are those of Dolos's own Pair that lie in no longer one, and the longest is the same", () => {
    const runs = runsOf(one, two, new Set());
    const fragments = theirs.buildFragments();
    const outer = fragments.filter((fragment) => !fragments.some((longer) => isInside(fragment, longer)));
    expect(runs.map(({ left, right, length }) => `${left} ${right} ${length}`).sort()).toEqual(
      outer.map(({ leftkgrams, rightkgrams }) => `${leftkgrams.from} ${rightkgrams.from} ${leftkgrams.length}`).sort(),
    );
    expect(runs[0]?.length).toBe(theirs.longest);
  });
});

function isInside(fragment: Fragment, longer: Fragment): boolean {
  return (
    longer !== fragment &&
    longer.leftkgrams.contains(fragment.leftkgrams) &&
    longer.rightkgrams.contains(fragment.rightkgrams)
  );
}
