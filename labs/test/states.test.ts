import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readFiles, writeFiles } from '../make/files.ts';
import { formatted } from '../make/format.ts';
import { type Lab, labIds, readLab } from '../make/lab.ts';
import { stateOf } from '../make/state.ts';

const course = join(import.meta.dirname, '..', '..');
const labs = await Promise.all((await labIds(course)).map((id) => readLab(course, id)));
const states = labs.flatMap((lab) =>
  ['0', ...lab.checkpoints.map(({ id }) => id)].map((id) => [lab.id, id, lab] as const),
);

/** What the TypeScript compiler says of a state, laid out as a student's copy. */
async function typeErrors(lab: Lab, checkpoint: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seeka-state-'));
  try {
    await writeFiles(folder, await stateOf(lab, checkpoint));
    await symlink(join(course, 'node_modules'), join(folder, 'node_modules'));
    const tsc = join(course, 'node_modules', '.bin', 'tsc');
    return await promisify(execFile)(tsc, ['-p', folder]).then(
      () => '',
      ({ stdout }) => stdout,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.each(states)('%s through %s has types that agree', async (_lab, checkpoint, lab) => {
  expect(await typeErrors(lab, checkpoint)).toBe('');
});

test.each(labs.map((lab) => [lab.id, lab] as const))(
  '%s through its last checkpoint is the solution',
  async (_id, lab) => {
    const state = await stateOf(lab, lab.checkpoints.at(-1)?.id ?? '');
    const solution = await readFiles(lab.solution, ['openapi.yaml', 'migrations', 'src']);
    for (const [path, text] of solution) solution.set(path, withoutMarks(text));
    const expected = await formatted(solution, course);
    expect(Object.fromEntries([...state].filter(([path]) => expected.has(path)))).toEqual(Object.fromEntries(expected));
  },
);

function withoutMarks(text: string): string {
  return text.replaceAll(/^ *(\/\/|--)( @lab:|\|).*\n/gm, '');
}

test.each(labs.map((lab) => [lab.id, lab] as const))(
  'the starter of %s has no marks, and holes for each checkpoint',
  async (_id, lab) => {
    const starter = [...(await stateOf(lab, '0')).values()].join('\n');
    expect(starter).not.toMatch(/@lab:|^ *\/\/\|/m);
    for (const { id } of lab.checkpoints) expect(starter).toContain(`TODO(${id})`);
  },
);

test('an unknown checkpoint is refused', async () => {
  await expect(stateOf(labs[0] as Lab, '9.9')).rejects.toThrow('has no checkpoint 9.9');
});
