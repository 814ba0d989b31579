import dictionary from 'dictionary-en-gb';
import nspell from 'nspell';
import { read } from '../generate/source.ts';
import { allPages } from './support/pages.ts';
import { piecesOf, sentencesOf, wordsOf } from './support/prose.ts';

const MOST_WORDS = 40;
const claimsOfEase =
  /\b(simply|just|easy|easily|obviously|of course|trivial\w*|clearly|straightforward|merely|basically)\b/gi;
const filler = /\b(in order to|utili[sz]e\w*|leverag\w+|e\.g\.|i\.e\.|etc\.)/gi;

const pages = allPages().map(({ name, text }) => ({ name, text, pieces: piecesOf(text) }));
const speller = nspell(dictionary);
/** Words of the field, names, and words of programs, which no dictionary has. With a capital they hold as written. */
const known = read('docs/test/support/words.txt').trim().split('\n');

function isSpelt(word: string): boolean {
  const alone = word.replace(/'s?$/, '');
  return (
    known.includes(alone) || known.includes(alone.toLowerCase()) || [word, alone].some((it) => speller.correct(it))
  );
}

describe.each(pages)('$name', ({ text, pieces }) => {
  test('is spelt as the British do', () => {
    expect([...new Set(pieces.flatMap(wordsOf))].filter((word) => word.length > 1 && !isSpelt(word))).toEqual([]);
  });

  test(`has no sentence of more than ${MOST_WORDS} words`, () => {
    expect(pieces.flatMap(sentencesOf).filter((sentence) => sentence.split(' ').length > MOST_WORDS)).toEqual([]);
  });

  test('makes no claims of ease, and has no filler, no word twice, and no quotation mark but the straight ones', () => {
    const twice = /(?<![\p{L}'-])(\p{L}+) \1(?![\p{L}'-])/giu;
    const found = pieces.flatMap((piece) =>
      [claimsOfEase, filler, /\bNote that/g, twice, /.{0,20}[‘’“”]/g].flatMap((it) => piece.match(it) ?? []),
    );
    expect(found).toEqual([]);
  });

  test('has headings that go down one level at a time, name each thing once, and end without a stop', () => {
    const headings: string[] = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').match(/^#+ .+$/gm) ?? [];
    const levels = headings.map((heading) => heading.indexOf(' '));
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 1) + 1)).toEqual([]);
    expect(headings.filter((heading, at) => headings.indexOf(heading) !== at)).toEqual([]);
    expect(headings.filter((heading) => /[.:;,]$/.test(heading))).toEqual([]);
  });
});

test('a word in the list of those that no dictionary has is on a page, and in no dictionary', () => {
  const words = new Set(pages.flatMap(({ pieces }) => pieces.flatMap(wordsOf)).map((word) => word.replace(/'s?$/, '')));
  const lower = new Set([...words].map((word) => word.toLowerCase()));
  expect(known.filter((word) => !(words.has(word) || lower.has(word)) || speller.correct(word))).toEqual([]);
  expect(known).toEqual([...new Set(known)].sort());
});

test('a misspelt word, an American one and a long sentence are seen', () => {
  expect(
    ['recieve', 'color', 'organize', 'recognized', 'authorizer', "Seeka's"].filter((word) => !isSpelt(word)),
  ).toEqual(['recieve', 'color', 'organize', 'recognized']);
  const page = `# A page\n\nOne. W${'ord w'.repeat(41)}\n\n\`\`\`sh\nlong code\n\`\`\`\n`;
  expect(
    piecesOf(page)
      .flatMap(sentencesOf)
      .map((sentence) => sentence.split(' ').length),
  ).toEqual([2, 1, 42]);
});
