import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readFiles, writeFiles } from '../../../labs/make/files.ts';
import { readLab } from '../../../labs/make/lab.ts';
import { stateOf } from '../../../labs/make/state.ts';
import { course } from '../../src/cli/labs.ts';
import { codeSteps } from '../../src/release/edition/code-steps.ts';
import { temporaryFolder } from '../cli/seeka.ts';
import { requires } from '../support/requires.ts';

requires('git')(
  'git leads a starter to the solution by the diffs of its checkpoints, none of which is empty',
  async () => {
    await using folder = await temporaryFolder();
    const lab = await readLab(course, '01-address');
    const diffs = await codeSteps(course, lab.id);
    const copy = join(folder.path, 'copy');
    await mkdir(copy);
    await writeFiles(copy, await stateOf(lab, '0'));
    for (const [checkpoint, diff] of diffs) {
      const file = join(folder.path, `${checkpoint}.diff`);
      await writeFiles(folder.path, new Map([[`${checkpoint}.diff`, diff]]));
      await promisify(execFile)('git', ['apply', file], { cwd: copy });
    }
    expect([...diffs.keys()]).toEqual(lab.checkpoints.map(({ id }) => id));
    expect([...diffs.values()].filter((diff) => diff === '')).toEqual([]);
    expect(await readFiles(copy, ['.'])).toEqual(await stateOf(lab, '1.6'));
  },
);
