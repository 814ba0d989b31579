import { existsSync, globSync } from 'node:fs';
import type { Rubric } from '../../grader/src/types.ts';
import type { Mutant } from '../../grader/src/validity/mutant.ts';
import { checkLink, checksOf } from './catalogue.ts';
import { facts, plain, table, writePage } from './page.ts';
import { read, root } from './source.ts';

/** What `seeka verify` found in a full run. */
export interface Result {
  on: string;
  checks: number;
  mutants: number;
  killed: number;
  survived: unknown[];
  falseAlarms: unknown[];
  flakes: unknown[];
  good: { runs: number; perfect: number }[];
}

/** Writes the page that says how far the grades of a lab can be trusted; returns its id. */
export function writeValidity(rubric: Rubric, mutants: Mutant[]): string {
  const folder = `grader/validity/${rubric.lab}`;
  return writePage({
    slug: `/validity/${rubric.lab}`,
    title: `Is the grader right? Lab ${rubric.lab.slice(0, 2)}`,
    heading: 'Is the grader right?',
    description: `How the checks of lab ${rubric.lab} are themselves checked, and which mistakes they catch.`,
    source: folder,
    body: [introduction(rubric, mutants), lastRun(rubric.lab), goodServices(folder), caught(rubric, mutants)].join(
      '\n\n',
    ),
  });
}

function introduction({ title, checks }: Rubric, mutants: Mutant[]): string {
  return `A check that is wrong costs somebody points, and nobody notices. So the grader is graded.

The ${checks.length} checks of ${title} are held against services that are known to be right, each of which must score 100, and against
${mutants.length} *mutants*: the reference solution with one deliberate mistake, as a student might make it. The checks named for a mutant
must fail on it, and no others.`;
}

/** Of a lab's last full run; undefined before the first. */
export function resultOf(lab: string): Result | undefined {
  const path = `grader/validity/${lab}/result.json`;
  return existsSync(root + path) ? (JSON.parse(read(path)) as Result) : undefined;
}

/** The day of a lab's last full run; '' before the first. */
export function verifiedOn(lab: string): string {
  const found = resultOf(lab);
  return found ? day(found.on) : '';
}

/** "2027-02-01" as "1 February 2027". */
function day(on: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(on));
}

function lastRun(lab: string): string {
  const found = resultOf(lab);
  if (!found) return '';
  const { on, mutants, killed, survived, falseAlarms, flakes } = found;
  return `## The last full run\n\n${facts([
    ['On', day(on)],
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
