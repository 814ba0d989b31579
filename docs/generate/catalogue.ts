import { score } from '../../grader/src/score.ts';
import type { Check, Checkpoint, CheckResult, Rubric } from '../../grader/src/types.ts';
import type { Mutant } from '../../grader/src/validity/mutant.ts';
import { rulesOf } from './clause.ts';
import { lessonOf } from './handout.ts';
import { hintOf } from './hints.ts';
import { anchorOf, code, facts, plain, table, writePage } from './page.ts';
import { excerpt, fileOfCheck, fileOfFamily, read } from './source.ts';

/** Writes the list of a lab's checks, and a page for each; returns the pages' ids by checkpoint. */
export function writeCatalogue(rubric: Rubric, mutants: Mutant[]): { index: string; groups: Record<string, string[]> } {
  const points = pointsOf(rubric);
  const index = writePage({
    slug: `/checks/${rubric.lab}`,
    title: `Checks of ${rubric.title}`,
    description: `What the grader tries on a service of lab ${rubric.lab}, check by check.`,
    source: `grader/contracts/${rubric.lab}`,
    sidebarLabel: 'All checks',
    body: indexBody(rubric, points),
  });
  const ids = (checkpoint: Checkpoint) =>
    checksOf(rubric, checkpoint).map((check) => writeCheck(rubric, check, points.get(check.id) ?? 0, mutants));
  return { index, groups: Object.fromEntries(rubric.checkpoints.map((it) => [`${it.id} ${it.title}`, ids(it)])) };
}

function pointsOf(rubric: Rubric): Map<string, number> {
  const results: CheckResult[] = rubric.checks.map((check) => ({
    check,
    verdict: { status: 'passed' },
    durationMs: 0,
  }));
  return new Map([...score(rubric, results).pointsOf].map(([id, { points }]) => [id, points]));
}

/** The checks of one checkpoint, in the order in which they are tried. */
export function checksOf({ checks }: Rubric, { id }: Checkpoint): Check[] {
  return checks.filter(({ checkpoint }) => checkpoint === id);
}

function indexBody(rubric: Rubric, points: Map<string, number>): string {
  const visible = rubric.checks.filter(({ hidden }) => !hidden).length;
  const sections = rubric.checkpoints.map((checkpoint) => {
    const rows = checksOf(rubric, checkpoint).map((check) => [
      checkLink(rubric.lab, check),
      plain(check.title),
      worth(points.get(check.id)),
    ]);
    return `## ${checkpoint.id} ${checkpoint.title}\n\n${checkpoint.points} points.\n\n${table(['check', 'what it asserts', 'points'], rows)}`;
  });
  return `The grader judges a service from outside, by HTTP. It makes ${rubric.checks.length} checks, of which ${visible} are visible: their
source is here, and runs on your own machine. Of the hidden ones you see the rule they hold a service to.

${sections.join('\n\n')}`;
}

function writeCheck(rubric: Rubric, check: Check, points: number, mutants: Mutant[]): string {
  return writePage({
    slug: `/checks/${rubric.lab}/${check.id}`,
    title: `${check.id} · ${rubric.title}`,
    heading: check.id,
    sidebarLabel: check.id,
    description: `${check.title[0]?.toUpperCase()}${check.title.slice(1)}: a check of lab ${rubric.lab}, its rule, and the mistakes it catches.`,
    source:
      fileOfCheck(rubric.lab, check.id) ?? fileOfFamily(rubric.lab, check.id) ?? `labs/${rubric.lab}/openapi.yaml`,
    body: [
      lead(check),
      card(rubric, check, points),
      mistakes(check, mutants),
      hints(rubric, check),
      source(rubric.lab, check),
    ].join('\n\n'),
  });
}

function lead({ title }: Check): string {
  return `<p class="lead">${plain(`${title[0]?.toUpperCase()}${title.slice(1)}`)}.</p>`;
}

function card(rubric: Rubric, check: Check, points: number): string {
  const checkpoint = rubric.checkpoints.find(({ id }) => id === check.checkpoint) as Checkpoint;
  const needs = check.needs.flatMap((id) => rubric.checks.filter((other) => other.id === id));
  return facts([
    ['Checkpoint', `[${checkpoint.id} ${checkpoint.title}](/labs/${rubric.lab}#${anchorOf(checkpoint)})`],
    ['Lesson', lessonOf(rubric.lab, checkpoint)],
    ['Worth', `${worth(points)} of 100 points`],
    ['Rule', clause(rubric.lab, check.clause)],
    ['Tried after', needs.map((need) => checkLink(rubric.lab, need)).join(', ')],
    ['Source', check.hidden ? 'hidden: students see the rule, not the check' : ''],
    [
      'Judged at a URL',
      check.demands.length > 0 ? `no: it needs the ${check.demands.join(' and the ')} of a folder submission` : '',
    ],
  ]);
}

/** A check's id, leading to its page. */
export function checkLink(lab: string, { id }: Check): string {
  return `[\`${id}\`](/checks/${lab}/${id})`;
}

function clause(lab: string, text: string): string {
  const rules = rulesOf(text).map(({ text, url }) => (url ? `[${text}](${url})` : ownRules(lab, plain(text))));
  return rules.join(', ');
}

function ownRules(lab: string, text: string): string {
  return text.replaceAll(/(?<![\w.])(A\d+|B)(?![\w.])/g, (found) => `[${found}](${placeOf(lab, found.toLowerCase())})`);
}

/** A later lab builds on the rules of the first, which alone spells them out. */
function placeOf(lab: string, anchor: string): string {
  const own = read(`labs/${lab}/README.md`).includes(`<a id="${anchor}">`);
  return `/labs/${own ? lab : '01-address'}#${anchor}`;
}

function mistakes(check: Check, mutants: Mutant[]): string {
  const caught = check.hidden ? [] : mutants.filter(({ kills }) => kills.includes(check.id));
  if (caught.length === 0) return '';
  return `## Usual mistakes\n\nThe check is proven against services that are wrong on purpose. It catches these:\n\n${caught.map(({ describes }) => `- ${plain(describes)}`).join('\n')}`;
}

function hints({ lab, hints: sets }: Rubric, check: Check): string {
  const set = sets[check.hints];
  if (!set || check.hidden) return '';
  return `## Hints\n\n${hintOf(`${lab}/${check.checkpoint}`, set)}`;
}

function source(lab: string, check: Check): string {
  if (check.hidden) return '';
  const file = fileOfCheck(lab, check.id);
  if (!file && check.clause !== 'openapi.yaml') return oneOfMany(lab, check);
  if (!file)
    return `## How it is judged\n\nEach answer of this operation, whatever check asked for it, is held against [the contract](/labs/${lab}/contract): its status, media type, headers and body.`;
  return `## The check\n\n${code('ts', excerpt(file, check.id))}`;
}

/** A check that a loop makes, and that has no text of its own. */
function oneOfMany(lab: string, { id }: Check): string {
  const file = fileOfFamily(lab, id);
  return file ? `## The check\n\nIt is one of several that are made alike, in \`${file}\`.` : '';
}

function worth(points = 0): string {
  return String(Math.round(points * 100) / 100);
}
