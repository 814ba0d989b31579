import { parse } from 'yaml';
import { anchorOf } from './catalogue.ts';
import { read } from './source.ts';

interface LabFile {
  lab: string;
  title: string;
  prerequisites: { lessons: string[] };
  checkpoints: { id: string; title: string; points: number }[];
}

/** What the front page shows of the labs, and of the lessons that they rest on. */
export function course(labs: string[]) {
  const files = labs.map((lab) => parse(read(`labs/${lab}/lab.yaml`)) as LabFile);
  return {
    labs: files.map(({ lab, title, checkpoints }) => ({
      id: lab,
      title,
      checkpoints: checkpoints.map((checkpoint) => ({ ...checkpoint, anchor: anchorOf(checkpoint) })),
    })),
    lessons: [...new Set(files.flatMap(({ prerequisites }) => prerequisites.lessons))].map(lesson),
  };
}

function lesson(id: string) {
  const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(read(`docs/content/lessons/${id}.mdx`)) ?? [];
  const { title, description } = parse(front) as { title: string; description: string };
  return { id, title, description };
}
