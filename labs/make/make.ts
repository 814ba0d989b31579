import { join } from 'node:path';
import { readFiles } from './files.ts';
import { formatted } from './format.ts';
import { carryOut, type Plan, planFor } from './generated.ts';
import { filledHandout } from './handout.ts';
import { type Lab, labIds, readLab } from './lab.ts';
import { stateOf } from './state.ts';

export interface MakeOptions {
  /** Change nothing, and fail when something would change. */
  check?: boolean;
  /** Overwrite edited files too. */
  force?: boolean;
}

/** Makes every starter and handout from its solution. Resolves with the exit code, 0 or 1. */
export async function make(course: string, options: MakeOptions, say: (line: string) => void): Promise<number> {
  let code = 0;
  for (const id of await labIds(course)) {
    const lab = await readLab(course, id);
    code = Math.max(code, await makeLab(lab, options, say));
  }
  return code;
}

async function makeLab(lab: Lab, { check, force }: MakeOptions, say: (line: string) => void): Promise<number> {
  const plan = await planFor(lab.folder, await stateOf(lab, '0'));
  await addHandout(plan, lab);
  const changes = [...plan.write.keys(), ...plan.remove];
  if (plan.edited.length > 0 && !force) {
    for (const path of plan.edited) say(edited(lab, path));
    return 1;
  }
  for (const path of changes)
    say(`labs/${lab.id}/${path} ${check ? 'is not what make would write' : verb(plan, path)}`);
  if (check) return changes.length > 0 ? 1 : 0;
  await carryOut(lab.folder, plan);
  say(`labs/${lab.id} is up to date.`);
  return 0;
}

/** Its hand-written parts are never lost, so it is no generated file. */
async function addHandout({ write }: Plan, lab: Lab): Promise<void> {
  for (const [path, text] of await formatted(await filledHandout(lab), lab.course)) {
    const present = (await readFiles(lab.folder, [path])).get(path);
    if (present !== text) write.set(path, text);
  }
}

function verb({ write }: Plan, path: string): string {
  return write.has(path) ? 'was written' : 'was removed';
}

function edited({ id }: Lab, path: string): string {
  const file = join('labs', id, path);
  return `${file} was edited by hand. Make the change in solutions/${id} instead; \`npm run make -- --force\` overwrites it.`;
}
