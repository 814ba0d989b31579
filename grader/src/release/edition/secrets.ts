import { join } from 'node:path';
import { type Files, readFiles, sha256 } from '../../../../labs/make/files.ts';
import { labIds, readLab } from '../../../../labs/make/lab.ts';
import { commentOf, through } from '../../../../labs/make/marks.ts';
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

export async function secretsOf(course: string): Promise<Secrets> {
  const labs = await labIds(course);
  const given = await textGiven(course, labs);
  const secrets: Secrets = { files: new Map(), lines: new Map(), hidden: [], mutants: [] };
  const checks: Check[] = [];
  for (const lab of labs) {
    const solution = await readFiles(join(course, 'solutions', lab), ['.']);
    const starter = await readFiles(join(course, 'labs', lab), ['.']);
    for (const [path, text] of ownFiles(solution, starter)) secrets.files.set(sha256(text), `solutions/${lab}/${path}`);
    for (const [line, path] of await answers(course, lab, solution)) {
      if (!given.includes(line) && !isIdiom(line)) secrets.lines.set(line, path);
    }
    checks.push(...(await loadContract(lab)).checks);
    const mutants = (await loadMutants(course, lab)).map(({ describes }) => describes);
    secrets.mutants.push(...mutants.filter((it) => it.length >= LINE));
  }
  return { ...secrets, hidden: hiddenOf(checks) };
}

/** What all students have before them anyway: the starters, and the kit, which has in Lab 02 what Lab 01 asks for. */
async function textGiven(course: string, labs: string[]): Promise<string> {
  const folders = labs.map((lab) => readFiles(join(course, 'labs', lab), ['src', 'migrations']));
  const files = await Promise.all([...folders, readFiles(join(course, 'services', 'kit'), ['src'])]);
  return files.flatMap((some) => [...some.values()]).join('\n');
}

function ownFiles(solution: Files, starter: Files): [string, string][] {
  return [...solution].filter(([path, text]) => starter.get(path) !== text);
}

/** Lines of the finished service that the file of a starter does not have. */
async function answers(course: string, lab: string, solution: Files): Promise<[string, string][]> {
  const known = (await readLab(course, lab)).checkpoints.map(({ id }) => id);
  return [...solution]
    .filter(([path]) => /^(src|migrations)\//.test(path) && commentOf(path))
    .flatMap(([path, text]): [string, string][] => {
      const file = { path: `solutions/${lab}/${path}`, text };
      const starter = new Set(linesOf(through(file, '0', known)));
      const solved = linesOf(through(file, known.at(-1) ?? '0', known));
      return solved.filter((line) => line.length >= LINE && !starter.has(line)).map((line) => [line, file.path]);
    });
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim());
}

/** The id of a hidden check may be that of a visible one in another lab. */
function hiddenOf(checks: Check[]): string[] {
  const visible = new Set(checks.filter(({ hidden }) => !hidden).map(({ id }) => id));
  const hidden = checks.filter((check) => check.hidden);
  return hidden.flatMap(({ id, title }) => (visible.has(id) ? [title] : [id, title]));
}
