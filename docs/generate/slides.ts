import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { read, root } from './source.ts';

/** Outside `docs`, where every Markdown file becomes a page as it is. */
const folder = `${root}.seeka/slides/`;

/** Copies the lessons to where slides are made of them: `/slides/ID`. What a slide shows, `plugins/slides.ts` decides. */
export function writeSlides(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of globSync('*.mdx', { cwd: `${root}docs/content/lessons` })) {
    const lesson = read(`docs/content/lessons/${file}`);
    const [, id = ''] = /^slug: \/lessons\/(.+)$/m.exec(lesson) ?? [];
    const slides = lesson
      .replace(`slug: /lessons/${id}`, `slug: /${id}`)
      .replaceAll('](./figures/', '](../../docs/content/lessons/figures/')
      .replaceAll('](#', `](/lessons/${id}#`);
    writeFileSync(folder + file, slides);
  }
}
