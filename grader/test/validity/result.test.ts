import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf } from '../../src/contract-digest.ts';
import type { Validity } from '../../src/validity/verify.ts';

const course = join(import.meta.dirname, '..', '..', '..');
const validity = join(course, 'grader', 'validity');
const labs = (await Array.fromAsync(glob('*/result.json', { cwd: validity }))).map(dirname);

// Another contract? `npm run verify:full` measures it anew.
test.each(labs)(
  'the published validity of %s was measured on this very contract, and found nothing wrong',
  async (lab) => {
    const file = join(validity, lab, 'result.json');
    const { digest, survived, falseAlarms, flakes } = JSON.parse(await readFile(file, 'utf8')) as Validity;
    expect(digest).toBe(await digestOf(course, lab));
    expect({ survived, falseAlarms, flakes }).toEqual({ survived: [], falseAlarms: [], flakes: [] });
  },
);
