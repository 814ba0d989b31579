import { parse } from 'yaml';
import type { Rubric } from '../../grader/src/types.ts';
import { anchorOf, checksOf } from './catalogue.ts';
import { read } from './source.ts';

/** What the front page shows of the labs, and of the lessons that they rest on. */
export function course(rubrics: Rubric[]) {
  return { labs: rubrics.map(lab), lessons: [...new Set(rubrics.flatMap(({ lab: id }) => lessonsOf(id)))].map(lesson) };
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
