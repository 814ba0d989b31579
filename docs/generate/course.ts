import { parse } from 'yaml';
import type { Rubric } from '../../grader/src/types.ts';
import { checksOf } from './catalogue.ts';
import { anchorOf } from './page.ts';
import { read } from './source.ts';

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
  const own = new Set(rubrics.flatMap(({ lab: id }) => lessonsOf(id)));
  const lessons = [...first, ...[...own].flatMap((id) => [id, ...(behind[id] ?? [])])];
  return { labs: rubrics.map(lab), lessons: lessons.map(lesson) };
}

function lab(rubric: Rubric) {
  const checkpoints = rubric.checkpoints.map((it) => ({
    ...it,
    anchor: anchorOf(it),
    checks: checksOf(rubric, it).length,
  }));
  return { id: rubric.lab, title: rubric.title, checkpoints };
}

function lessonsOf(id: string): string[] {
  return (parse(read(`labs/${id}/lab.yaml`)) as { prerequisites: { lessons: string[] } }).prerequisites.lessons;
}

function lesson(id: string) {
  const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(read(`docs/content/lessons/${id}.mdx`)) ?? [];
  const { title, description } = parse(front) as { title: string; description: string };
  return { id, title, description };
}
