import { join } from 'node:path';
import { type Files, readFiles, sha256 } from '../../../../labs/make/files.ts';
import { type Lab, labIds, readLab } from '../../../../labs/make/lab.ts';
import { commentOf, through } from '../../../../labs/make/marks.ts';
import { stateOf } from '../../../../labs/make/state.ts';
import { loadContract } from '../../contract.ts';
import type { Check } from '../../types.ts';
import { loadMutants } from '../../validity/mutate.ts';
import { isIdiom } from './idioms.ts';

/** What must not be in the student edition. */
export interface Secrets {
  /** SHA-256 of each file of a solution that its starter does not have, with its path. */
  files: Map<string, string>;
  /** Lines that a student has to write, with the file they are from. */
  lines: Map<string, string>;
  /** Ids and titles of hidden checks. */
  hidden: string[];
  /** What mutants are said to do wrong, as far as nobody else would say it so. */
  mutants: string[];
}

/** Shorter ones are said by everybody. */
const LINE = 40;

/** Starters are made anew for this: in the one on the disk somebody may have solved the lab. */
export async function secretsOf(course: string): Promise<Secrets> {
  const labs = await Promise.all((await labIds(course)).map((id) => readLab(course, id)));
  const starters = new Map<Lab, Files>();
  for (const lab of labs) starters.set(lab, await stateOf(lab, '0'));
  const given = await textGiven(course, [...starters.values()]);
  const secrets: Secrets = { files: new Map(), lines: new Map(), hidden: [], mutants: [] };
  const checks: Check[] = [];
  for (const [lab, starter] of starters) {
    const solution = await readFiles(lab.solution, ['.']);
    const own = [...solution].filter(([path, text]) => starter.get(path) !== text);
    for (const [path, text] of own) secrets.files.set(sha256(text), `solutions/${lab.id}/${path}`);
    for (const [line, path] of answers(lab, solution)) {
      if (!given.includes(line) && !isIdiom(line)) secrets.lines.set(line, path);
    }
    checks.push(...(await loadContract(lab.id)).checks);
    const mutants = (await loadMutants(course, lab.id)).map(({ describes }) => describes);
    secrets.mutants.push(...mutants.filter((it) => it.length >= LINE));
  }
  return { ...secrets, hidden: hiddenOf(checks) };
}

/** What all students have before them anyway: the starters, and the kit, which has in Lab 02 what Lab 01 asks for. */
async function textGiven(course: string, starters: Files[]): Promise<string> {
  const kit = await readFiles(join(course, 'services', 'kit'), ['src']);
  return [...starters, kit].flatMap((files) => [...files.values()]).join('\n');
}

/** Lines of the finished service that its starter does not have, each with its file. */
function answers({ id, checkpoints }: Lab, solution: Files): [string, string][] {
  const known = checkpoints.map((checkpoint) => checkpoint.id);
  return [...solution]
    .filter(([path]) => /^(src|migrations)\//.test(path) && commentOf(path))
    .flatMap(([path, text]): [string, string][] => {
      const file = { path: `solutions/${id}/${path}`, text };
      const starter = new Set(linesOf(through(file, '0', known)));
      const solved = linesOf(through(file, known.at(-1) ?? '0', known));
      return solved.filter((line) => line.length >= LINE && !starter.has(line)).map((line) => [line, file.path]);
    });
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim());
}

/** The id or the title of a hidden check may be that of a visible one in another lab. */
function hiddenOf(checks: Check[]): string[] {
  const named = (isHidden: boolean) =>
    checks.filter(({ hidden }) => hidden === isHidden).flatMap(({ id, title }) => [id, title]);
  const visible = new Set(named(false));
  return named(true).filter((text) => !visible.has(text));
}
