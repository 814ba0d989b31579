import { glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Edit, Mutant } from './mutant.ts';

/** What of a solution runs. */
const PARTS = ['package.json', 'openapi.yaml', 'migrations', 'src'];

/** All mutants of a lab, in order of file and place. */
export async function loadMutants(course: string, lab: string): Promise<Mutant[]> {
  const folder = join(course, 'grader', 'validity', lab, 'mutants');
  const files = (await Array.fromAsync(glob('[0-9]*.ts', { cwd: folder }))).sort();
  const modules = files.map((file) => import(pathToFileURL(join(folder, file)).href) as Promise<{ mutants: Mutant[] }>);
  return (await Promise.all(modules)).flatMap(({ mutants }) => mutants);
}

/** What of a solution runs, in memory: the path of each file, and its text. */
export async function sourcesOf(course: string, lab: string): Promise<Map<string, string>> {
  const solution = join(course, 'solutions', lab);
  const inside = PARTS.map((part) => (part.includes('.') ? part : `${part}/**/*.*`));
  const paths = await Array.fromAsync(glob(inside, { cwd: solution }));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(solution, path), 'utf8')] as const)),
  );
}

/** These files with these mistakes in them; throws a RangeError where two mistakes are in each other's way. */
export function withMistakes(sources: Map<string, string>, mutants: Mutant[]): Map<string, string> {
  const files = new Map(sources);
  const made = new Set<string>();
  for (const { id, edits } of mutants) {
    for (const edit of edits) {
      // Mutants may share one, such as an import.
      if (!made.has(JSON.stringify(edit))) files.set(edit.file, edited(files.get(edit.file) ?? '', edit, id));
      made.add(JSON.stringify(edit));
    }
  }
  return files;
}

function edited(text: string, { file, find, replace }: Edit, id: string): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new RangeError(`${id}: "${find}" stands ${parts.length - 1} times in ${file}, not once.`);
  return parts.join(replace);
}

/** A copy of the reference solution with these mistakes in it; disposing removes it. */
export async function mutated(
  course: string,
  lab: string,
  ...mutants: Mutant[]
): Promise<AsyncDisposable & { folder: string }> {
  const files = withMistakes(await sourcesOf(course, lab), mutants);
  const folder = await mkdtemp(join(tmpdir(), 'seeka-mutant-'));
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
