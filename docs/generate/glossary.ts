import { parse } from 'yaml';
import { read } from './source.ts';

/** A word of the glossary. */
export interface Term {
  word: string;
  /** Where its entry is. */
  at: string;
  /** What it means, as text without marks. */
  says: string;
}

/** The words of the glossary, without those that its front matter calls everyday words. */
export function glossary(text = read('docs/content/glossary.md')): Term[] {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const { everyday = [] } = parse(front) as { everyday?: string[] };
  const terms = [...body.matchAll(/^### (.+)\n\n([\s\S]*?)(?=\n#|$(?![\s\S]))/gm)].map(([, word = '', entry = '']) => ({
    ...{ word, at: `/glossary#${anchor(word)}`, says: asText(entry) },
  }));
  const unknown = everyday.filter((word) => !terms.some((term) => term.word === word));
  if (unknown.length > 0) throw new Error(`The glossary has no ${unknown.join(', ')}`);
  return terms.filter(({ word }) => !everyday.includes(word));
}

function anchor(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

/** Without marks, and without the sentence that leads on. */
function asText(markdown: string): string {
  return markdown
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?See \[[^\]]*\]\([^)]*\)\./g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(?<!\w)_([^_]+)_(?!\w)|[*`]/g, '$1')
    .trim();
}

/** Finds terms in running text: as they are written, or in the plural, or at the beginning of a sentence. */
export function finderOf(terms: Term[]): { find: RegExp; termOf: (found: string) => Term | undefined } {
  const longestFirst = terms.toSorted((one, other) => other.word.length - one.word.length);
  const forms = new Map(terms.map((term) => [term.word.toLowerCase(), term]));
  const find = new RegExp(`(?<![\\w/-])(?:${longestFirst.map(({ word }) => form(word)).join('|')})s?(?![\\w/-])`, 'g');
  const termOf = (found: string) => forms.get(found.toLowerCase()) ?? forms.get(found.toLowerCase().slice(0, -1));
  return { find, termOf };
}

/** An abbreviation is matched as it stands; other words with a small or a capital first letter. */
function form(word: string): string {
  const [first = '', ...rest] = word.replaceAll(/[+.]/g, '\\$&').replaceAll(' ', '\\s');
  return /^\w[A-Z]/.test(word)
    ? first + rest.join('')
    : `[${first.toUpperCase()}${first.toLowerCase()}]${rest.join('')}`;
}
