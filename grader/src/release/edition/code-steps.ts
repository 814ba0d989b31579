import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeFiles } from '../../../../labs/make/files.ts';
import { labIds, readLab } from '../../../../labs/make/lab.ts';
import { stateOf } from '../../../../labs/make/state.ts';

/** Where the instructor edition has them. */
const FOLDER = 'steps';

const readme = `# Step by step: the code

What each checkpoint adds to a lab's code, from the starter to the solution: \`01-address/1.1.diff\` leads from the starter to
checkpoint 1.1, \`1.2.diff\` from there to 1.2, and so on. They are made from the marks in \`solutions/\`. Students get none of it.

Show one while you explain a checkpoint. \`git apply\` takes them, one after the other; to bring a whole copy to a checkpoint at
once, there is \`npx --no-install seeka lab catch-up 01-address --through 1.3 ../my-address\`.
`;

/** Writes into an edition, for each checkpoint of each lab, a diff of the code that it asks for. */
export async function writeCodeSteps(course: string, out: string): Promise<void> {
  for (const lab of await labIds(course)) {
    const diffs = await codeSteps(course, lab);
    await writeFiles(join(out, FOLDER, lab), new Map([...diffs].map(([id, diff]) => [`${id}.diff`, diff])));
  }
  await writeFile(join(out, FOLDER, 'README.md'), readme);
}

/** Diffs by checkpoint; `git apply` brings a copy of the starter from one to the next. */
export async function codeSteps(course: string, id: string): Promise<Map<string, string>> {
  const lab = await readLab(course, id);
  const checkpoints = lab.checkpoints.map((checkpoint) => checkpoint.id);
  const states = await Promise.all(['0', ...checkpoints].map((checkpoint) => stateOf(lab, checkpoint)));
  const folder = await mkdtemp(join(tmpdir(), 'seeka-steps-'));
  try {
    const diffs = new Map<string, string>();
    for (const [index, checkpoint] of checkpoints.entries()) {
      // Git names the files by these two.
      await writeFiles(join(folder, checkpoint, 'a'), states[index] ?? new Map());
      await writeFiles(join(folder, checkpoint, 'b'), states[index + 1] ?? new Map());
      diffs.set(checkpoint, await diffIn(join(folder, checkpoint)));
    }
    return diffs;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Code 1 says that there are differences. */
async function diffIn(cwd: string): Promise<string> {
  const options = ['--no-index', '--no-prefix', '--no-color', '--no-ext-diff'];
  const { stdout } = await promisify(execFile)('git', ['diff', ...options, 'a', 'b'], { cwd }).catch((error) => {
    if (error.code === 1) return error as { stdout: string };
    throw error;
  });
  return stdout;
}
