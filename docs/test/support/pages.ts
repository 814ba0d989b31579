import { globSync, readFileSync } from 'node:fs';
import { root } from '../../generate/source.ts';
import { blocksOf } from './shown.ts';

/** A hand-written page of the site, or the README of the course. */
export interface HandWritten {
  /** Path on this machine. */
  file: string;
  /** Path in the repository. */
  name: string;
  text: string;
}

/** The lessons, the handouts, and every other page of the site written by hand. */
export function handWritten(): HandWritten[] {
  return pages('docs/content/**/*.{md,mdx}', 'labs/*/README.md');
}

/** Every page whose commands and words are tried. */
export function allPages(): HandWritten[] {
  return [...handWritten(), ...pages('README.md', '{services,solutions}/*/README.md')];
}

/** Those that show commands, in the order in which one thing leads to the next. */
export function pagesWithCommands(): { lessons: HandWritten[]; handouts: HandWritten[]; others: HandWritten[] } {
  const first = ['start/class', 'handbook/late', 'handbook/policies', 'handbook/term'];
  const place = ({ name }: HandWritten) => first.findIndex((page) => name.endsWith(`${page}.md`)) + 1 || 99;
  const showing = allPages().filter(({ text }) => blocksOf(text).length > 0);
  const isLesson = ({ name }: HandWritten) => name.includes('/lessons/');
  const isHandout = ({ name }: HandWritten) => name.startsWith('labs/');
  return {
    lessons: showing.filter(isLesson),
    handouts: showing.filter(isHandout),
    others: showing
      .filter((page) => !isLesson(page) && !isHandout(page))
      .sort((one, other) => place(one) - place(other)),
  };
}

function pages(...patterns: string[]): HandWritten[] {
  const names = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }).sort());
  return names.map((name) => ({ file: root + name, name, text: readFileSync(root + name, 'utf8') }));
}
