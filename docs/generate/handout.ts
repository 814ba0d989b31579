import { writePage } from './page.ts';
import { read } from './source.ts';

const mended: [from: RegExp, to: string][] = [
  [/\]\((?:\.\.\/){2}docs\/content\/([\w/-]+)\.mdx?(#[\w-]+)?\)/g, '](/$1$2)'],
  [/\]\((?:\.\.\/){2}grader\/contracts\/([\w-]+)\)/g, '](/checks/$1)'],
];

/** Writes a lab's handout as a page: `labs/NN/README.md`, with the links that hold in the repository led to the site. */
export function writeHandout(lab: string, description: string): string {
  const source = `labs/${lab}/README.md`;
  const [, title = lab, text = ''] = /^# (.+)\n([\s\S]*)$/.exec(read(source)) ?? [];
  const linked = mended.reduce((body, [from, to]) => body.replaceAll(from, to), text);
  const body = linked.replaceAll(/\]\((figures\/[\w-]+\.svg)\)/g, `](../../../../labs/${lab}/$1)`);
  return writePage({ slug: `/labs/${lab}`, title, description, source, sidebarLabel: 'Handout', body });
}
