import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { course } from './course.ts';
import { table, writePage } from './page.ts';
import { read, root } from './source.ts';

/** Outside `docs`, where every Markdown file becomes a page as it is. */
const folder = `${root}.seeka/slides/`;

/**
 * Copies the lessons to where slides are made of them, as `plugins/slides.ts` decides; writes the page that lists them, and
 * returns its id.
 */
export function writeSlides({ lessons }: ReturnType<typeof course>): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { id } of lessons) {
    const lesson = read(`docs/content/lessons/${id}.mdx`)
      .replace(`slug: /lessons/${id}`, `slug: /${id}`)
      .replaceAll('](./figures/', '](../../docs/content/lessons/figures/')
      .replaceAll('](#', `](/lessons/${id}#`);
    writeFileSync(`${folder}${id}.mdx`, lesson);
  }
  const rows = lessons.map(({ id, title, description }) => [`[${title}](/slides/${id})`, description]);
  return writePage({
    slug: '/handbook/slides',
    title: 'Slides',
    description: 'For staff. Each lesson as a talk: to show, and to print.',
    source: 'docs/generate/slides.ts',
    body: `Each lesson is a talk too, made from the same text, figures and code: its sections in short, then its questions, each with the
answer on the slide after it.

- **Show**: the arrow keys turn the slides, as do Space, Page Up and Page Down; F11 fills the screen. The address names
  the slide, so a link can lead to one. Light or dark is as you chose it on this site.
- **Print**: one slide is one page, 16 by 9. Choose “Save as PDF” for a file to hand out.
- **Change**: change the lesson. A slide that becomes too full is divided, and a test measures that none overflows.

${table(['slides', 'what it is about'], rows)}`,
  });
}
