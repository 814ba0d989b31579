import { globSync, readFileSync } from 'node:fs';
import { root } from '../../generate/source.ts';

/** A hand-written page of the site. */
export interface HandWritten {
  /** Path on this machine. */
  file: string;
  /** Path in the repository. */
  name: string;
  text: string;
}

/** The lessons, the handouts, and every other page written by hand. */
export function handWritten(): HandWritten[] {
  const names = globSync(['docs/content/**/*.{md,mdx}', 'labs/*/README.md'], { cwd: root }).sort();
  return names.map((name) => ({ file: root + name, name, text: readFileSync(root + name, 'utf8') }));
}

/** Those that show commands with answers. */
export function pagesWithCommands(): HandWritten[] {
  return handWritten().filter(({ text }) => text.includes('```shell-session'));
}
