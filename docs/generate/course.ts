import { parse } from 'yaml';
import type { Rubric } from '../../grader/src/types.ts';
import { checksOf } from './catalogue.ts';
import { anchorOf } from './page.ts';
import { read } from './source.ts';
import { type Result, resultOf } from './validity.ts';

/** Lessons that no lab names among its prerequisites, in the order to read them in: before all labs, and behind others. */
const first = ['serverless', 'architecture'];
const behind: Record<string, string[]> = {
  'resources-and-links': ['one-table'],
  'someone-elses-api': ['configuration', 'generic-function'],
  'answering-later': ['event-function-event'],
  'one-trace': ['slow-and-down', 'how-the-design-changed'],
};

/** What the front page shows of the labs, and of the lessons. */
export function course(rubrics: Rubric[]) {
  const ids = rubrics.map(({ lab: id }) => id);
  return { labs: rubrics.map(lab), lessons: lessonOrder(ids).map(({ id }) => lesson(id)), proof: proof(ids) };
}

/** All lessons, in the order to read them in, each with the lab that is the first to need it. */
export function lessonOrder(labs: string[]) {
  const seen = new Set<string>();
  const named = labs.flatMap((lab) => lessonsOf(lab).map((id) => ({ id, lab })));
  const own = named.filter(({ id }) => !seen.has(id) && seen.add(id));
  const led = own.flatMap(({ id, lab }) => [id, ...(behind[id] ?? [])].map((each) => ({ id: each, lab })));
  return [...first.map((id) => ({ id, lab: labs[0] })), ...led];
}

function lab(rubric: Rubric) {
  const checkpoints = rubric.checkpoints.map((it) => ({
    ...it,
    anchor: anchorOf(it),
    checks: checksOf(rubric, it).length,
  }));
  const { info } = parse(read(`solutions/${rubric.lab}/openapi.yaml`)) as { info: { summary: string } };
  return { id: rubric.lab, title: rubric.title, about: info.summary, checks: rubric.checks.length, checkpoints };
}

/** What the last full runs of `seeka verify` found, all labs together. */
function proof(labs: string[]) {
  const results = labs.flatMap((lab) => resultOf(lab) ?? []);
  const sum = (count: (of: Result) => number) => results.reduce((all, it) => all + count(it), 0);
  return {
    checks: sum((it) => it.checks),
    mutants: sum((it) => it.mutants),
    killed: sum((it) => it.killed),
    good: sum((it) => it.good.length),
    runs: sum((it) => it.good.reduce((all, { runs }) => all + runs, 0)),
    perfect: sum((it) => it.good.reduce((all, { perfect }) => all + perfect, 0)),
  };
}

function lessonsOf(id: string): string[] {
  return (parse(read(`labs/${id}/lab.yaml`)) as { prerequisites: { lessons: string[] } }).prerequisites.lessons;
}

/** What a lesson says of itself. */
export function lesson(id: string) {
  const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(read(`docs/content/lessons/${id}.mdx`)) ?? [];
  const { title, description } = parse(front) as { title: string; description: string };
  return { id, title, description };
}
