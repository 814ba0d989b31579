import { cp, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Edit, edited, type Mutant } from './mutant.ts';

/** What of a solution runs. */
const PARTS = ['package.json', 'openapi.yaml', 'migrations', 'src'];

/** All mutants of a lab, in order of file and place. */
export async function loadMutants(course: string, lab: string): Promise<Mutant[]> {
  const folder = join(course, 'grader', 'validity', lab, 'mutants');
  const files = (await Array.fromAsync(glob('[0-9]*.ts', { cwd: folder }))).sort();
  const modules = files.map((file) => import(pathToFileURL(join(folder, file)).href) as Promise<{ mutants: Mutant[] }>);
  return (await Promise.all(modules)).flatMap(({ mutants }) => mutants);
}

/** A copy of the reference solution with these mistakes in it, in a folder of its own `within` another; disposing removes it. */
export async function mutated(
  course: string,
  lab: string,
  mutants: Mutant[],
  within = tmpdir(),
): Promise<AsyncDisposable & { folder: string }> {
  const folder = await mkdtemp(join(within, 'seeka-mutant-'));
  const solution = join(course, 'solutions', lab);
  for (const part of PARTS) await cp(join(solution, part), join(folder, part), { recursive: true });
  for (const { id, edits } of mutants) for (const edit of edits) await make(edit, folder, id);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function make(edit: Edit, folder: string, id: string): Promise<void> {
  const path = join(folder, edit.file);
  const text = edited(await readFile(path, 'utf8'), edit);
  if (text === undefined) throw new RangeError(`${id}: "${edit.find}" does not stand in ${edit.file} exactly once.`);
  await writeFile(path, text);
}
