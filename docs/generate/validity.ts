import { existsSync, globSync } from 'node:fs';
import type { Rubric } from '../../grader/src/types.ts';
import type { Mutant } from '../../grader/src/validity/mutant.ts';
import { checkLink, checksOf } from './catalogue.ts';
import { facts, plain, table, writePage } from './page.ts';
import { read, root } from './source.ts';

/** What `seeka verify` found in a full run. */
interface Result {
  mutants: number;
  killed: number;
  survived: unknown[];
  falseAlarms: unknown[];
  flakes: unknown[];
}

/** Writes the page that says how far the grades of a lab can be trusted; returns its id. */
export function writeValidity(rubric: Rubric, mutants: Mutant[]): string {
  const folder = `grader/validity/${rubric.lab}`;
  return writePage({
    slug: `/validity/${rubric.lab}`,
    title: 'Is the grader right?',
    sidebarLabel: `Is the grader right? Lab ${rubric.lab.slice(0, 2)}`,
    description: `How the checks of lab ${rubric.lab} are themselves checked, and which mistakes they catch.`,
    source: folder,
    body: [introduction(rubric, mutants), result(folder), goodServices(folder), caught(rubric, mutants)].join('\n\n'),
  });
}

function introduction({ title, checks }: Rubric, mutants: Mutant[]): string {
  return `A check that is wrong costs somebody points, and nobody notices. So the grader is graded.

The ${checks.length} checks of ${title} are held against services that are known to be right, each of which must score 100, and against
${mutants.length} *mutants*: the reference solution with one deliberate mistake, as a student might make it. The checks named for a mutant
must fail on it, and no others.`;
}

function result(folder: string): string {
  const path = `${folder}/result.json`;
  if (!existsSync(root + path)) return '';
  const { mutants, killed, survived, falseAlarms, flakes } = JSON.parse(read(path)) as Result;
  return `## The last full run\n\n${facts([
    ['Mutants caught', `${killed} of ${mutants}`],
    ['Mutants missed', count(survived)],
    ['False alarms', count(falseAlarms)],
    ['Flakes', count(flakes)],
  ])}`;
}

function count(list: unknown[]): string {
  return list.length === 0 ? 'none' : String(list.length);
}

function goodServices(folder: string): string {
  const services = globSync(`${folder}/good/*/README.md`, { cwd: root }).sort();
  const told = services.map((file) => read(file).replace(/^# .*/, asSubheading).trim());
  return told.length === 0 ? '' : `## Services that must score 100\n\n${told.join('\n\n')}`;
}

/** A colon before a word would be read as a directive of Markdown. */
function asSubheading(heading: string): string {
  return `##${heading.replaceAll(':', '&#58;')}`;
}

function caught(rubric: Rubric, mutants: Mutant[]): string {
  const sections = rubric.checkpoints.map((checkpoint) => {
    const visible = checksOf(rubric, checkpoint).filter(({ hidden }) => !hidden);
    const rows = visible.flatMap((check) =>
      mutants
        .filter(({ kills }) => kills.includes(check.id))
        .map((it) => [plain(it.describes), checkLink(rubric.lab, check)]),
    );
    return rows.length === 0
      ? ''
      : `### ${checkpoint.id} ${checkpoint.title}\n\n${table(['mistake', 'caught by'], rows)}`;
  });
  return `## Mistakes that must be caught\n\nThe mistakes that hidden checks catch are not told here.\n\n${sections.filter(Boolean).join('\n\n')}`;
}
