import type { Checkpoint, Rubric } from '../../grader/src/types.ts';
import { hintsOf, placesOfHints } from './hints.ts';
import { writePage } from './page.ts';
import { read } from './source.ts';
import { verifiedOn } from './validity.ts';

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

/**
 * Writes a lab's handout as a page: `labs/NN/README.md`, with the links that hold in the repository led to the site, the
 * hints at the checkpoints they help with, boxes to tick, and room for answers.
 */
export function writeHandout(rubric: Rubric): string {
  const { lab } = rubric;
  const source = `labs/${lab}/README.md`;
  const description = `The handout of lab ${lab}: what to build, checkpoint by checkpoint.`;
  const [, title = lab, text = ''] = /^# (.+)\n([\s\S]*)$/.exec(read(source)) ?? [];
  const body = mend(text)
    .replaceAll('](openapi.yaml)', `](/labs/${lab}/contract)`)
    .replaceAll(/\]\((figures\/[\w-]+\.svg)\)/g, `](../../../../labs/${lab}/$1)`)
    .replace(/<!-- generated:hints\S* -->[\s\S]*?<!-- \/generated -->/, placesOfHints(rubric))
    .replaceAll(/<!-- generated:hints\S* -->[\s\S]*?<!-- \/generated -->/g, '')
    .replace(/(?<=^## Predict\n)[\s\S]*?(?=^## )/m, (questions) => withRoom(lab, questions));
  const page = rubric.checkpoints.reduce((text, checkpoint) => withBox(text, rubric, checkpoint), body);
  return writePage({
    ...{ slug: `/labs/${lab}`, title, description, source, sidebarLabel: 'Handout', verified: verifiedOn(lab) },
    body: `${element('lab-progress', { lab })}\n\n${page.trim()}`,
  });
}

/** Room for an answer below each question of a numbered list. */
function withRoom(lab: string, questions: string): string {
  return questions.replaceAll(/^(\d+)\. .+\n(?: {2,}.+\n)*/gm, (item, question) => {
    const room = element('predict-answer', { lab, question }).replaceAll(/^/gm, '   ');
    return `${item}\n${room}\n\n`;
  });
}

/** A checkpoint's section, with its hints and its box at the end. */
function withBox(text: string, rubric: Rubric, { id, title, points }: Checkpoint): string {
  const heading = `\n### ${id} ${title}\n`;
  const [before = '', rest = ''] = text.split(heading);
  const end = /\n#{2,3} (?!#)/.exec(rest)?.index ?? rest.length;
  const box = element('checkpoint-done', { lab: rubric.lab, checkpoint: id, points: String(points) });
  return `${before}${heading}${rest.slice(0, end)}\n${hintsOf(rubric, id)}\n\n${box}\n${rest.slice(end)}`;
}

/** On lines of its own, so that CommonMark makes no paragraph around it. */
function element(name: string, data: Record<string, string>): string {
  const attributes = Object.entries(data).map(([key, value]) => ` data-${key}="${value}"`);
  return `<${name}${attributes.join('')}>\n</${name}>`;
}

function mend(markdown: string): string {
  return mended.reduce((text, [from, to]) => text.replaceAll(from, to), markdown);
}
