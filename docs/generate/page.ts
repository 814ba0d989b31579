import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { root } from './source.ts';

/** A page of the site, before it is written. */
export interface Page {
  /** Its URL's path, e.g. `/checks/01-address`. */
  slug: string;
  title: string;
  /** What stands above the page, when the title says more than that. */
  heading?: string;
  description: string;
  /** The file of the repository it is made from. */
  source: string;
  sidebarLabel?: string;
  /** When the grader of this page's lab was last verified, e.g. "1 February 2027". */
  verified?: string;
  /** Markdown (CommonMark and tables), without the title. */
  body: string;
}

/** Writes a page under `docs/generated`, and returns its id for the side bar. */
export function writePage(page: Page): string {
  const { slug, title, heading = title, description, source, sidebarLabel = title, verified, body } = page;
  // The catalogue of checks is a part of its own: what it says of 600 pages is not fetched with a lesson.
  const own = slug.replace(/^\/checks(?=\/)/, '');
  const front = { slug: own, title, description, source, sidebar_label: sidebarLabel, verified };
  const lines = Object.entries(front).flatMap(([name, value]) => (value ? `${name}: ${JSON.stringify(value)}` : []));
  const above = heading === title ? '' : `# ${heading}\n\n`;
  writeGenerated(`pages${slug}.md`, `---\n${lines.join('\n')}\n---\n\n${above}${body.trim()}\n`);
  return own === slug ? `generated/pages${slug}` : own.slice(1);
}

/** Writes a file under `docs/generated`, which is made anew at each build and not kept in git. */
export function writeGenerated(path: string, text: string): void {
  const file = `${root}docs/generated/${path}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Text as it stands, where Markdown or HTML would read signs into it. */
export function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\*_[\]|`{}]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A table of Markdown; `|` in cells is escaped. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A list of facts: what, and Markdown for it. */
export function facts(entries: [what: string, markdown: string][]): string {
  const items = entries.filter(([, markdown]) => markdown !== '');
  return `<dl class="facts">\n${items.map(([what, text]) => `<dt>${what}</dt>\n<dd>\n\n${text}\n\n</dd>`).join('\n')}\n</dl>`;
}

/** Shut until it is opened, without JavaScript too. */
export function shut(summary: string, markdown: string, kind = ''): string {
  return `<details${kind && ` class="${kind}"`}>\n<summary>${summary}</summary>\n\n${markdown.trim()}\n\n</details>`;
}

/** As GitHub and Docusaurus make it of the heading "1.1 Create and read". */
export function anchorOf({ id, title }: { id: string; title: string }): string {
  return `${id} ${title}`
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

/** A block of code. */
export function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
