import type { Checkpoint } from '../../grader/src/types.ts';
import { writePage } from './page.ts';
import { read } from './source.ts';

const mended: [from: RegExp, to: string][] = [
  [/\]\((?:\.\.\/){2}docs\/content\/([\w/-]+)\.mdx?(#[\w-]+)?\)/g, '](/$1$2)'],
  [/\]\(\.\.\/([\w-]+)\/README\.md(#[\w-]+)?\)/g, '](/labs/$1$2)'],
  [/\]\((?:\.\.\/){2}grader\/contracts\/([\w-]+)\)/g, '](/checks/$1)'],
];

/** The link to the lesson that a checkpoint rests on, as its section of the handout has it; '' when it has none. */
export function lessonOf(lab: string, { id, title }: Checkpoint): string {
  const [, section = ''] = read(`labs/${lab}/README.md`).split(`\n### ${id} ${title}\n`);
  return mend(/Lesson:\s+(\[[^\]]+\]\([^)]+\))/.exec(section.split('\n### ')[0] ?? '')?.[1] ?? '');
}

/** Writes a lab's handout as a page: `labs/NN/README.md`, with the links that hold in the repository led to the site. */
export function writeHandout(lab: string, description: string): string {
  const source = `labs/${lab}/README.md`;
  const [, title = lab, text = ''] = /^# (.+)\n([\s\S]*)$/.exec(read(source)) ?? [];
  const body = mend(text)
    .replaceAll('](openapi.yaml)', `](/labs/${lab}/contract)`)
    .replaceAll(/\]\((figures\/[\w-]+\.svg)\)/g, `](../../../../labs/${lab}/$1)`);
  return writePage({ slug: `/labs/${lab}`, title, description, source, sidebarLabel: 'Handout', body });
}

function mend(markdown: string): string {
  return mended.reduce((text, [from, to]) => text.replaceAll(from, to), markdown);
}
