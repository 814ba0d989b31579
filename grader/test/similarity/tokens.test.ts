import fc from 'fast-check';
import { tokensOf } from '../../src/similarity/tokens.ts';
import { moved, otherComments, otherTexts, reformatted, renamed, solution, sourcesOf } from './variants.ts';

const original = sourcesOf(solution);

function wordsOf(files: Record<string, string>): string[][] {
  return Object.entries(files).map(([path, text]) => tokensOf(path, text).words);
}

test.each(Object.entries({ renamed, otherTexts, otherComments, reformatted }))(
  'the solution, %s, has the same words',
  (_, change) => {
    expect(wordsOf(change(original))).toEqual(wordsOf(original));
  },
);

test('what a program does is not left out: another order is another order', () => {
  expect(wordsOf(moved(original))).not.toEqual(wordsOf(original));
});

test.each([
  ['type A = "x" | "y";', "type A =\n  | 'x'\n  | 'y'"],
  ['f(a, b, (x) => x + 1);', 'f(\n  a,\n  b,\n  x => x + 1,\n)'],
  ['return a && b', 'return (\n  a &&\n  b\n);'],
  [
    `const f = (a: string, b?: number): Promise<A> => g(\`\${a}!\`);`,
    `const h=( c :B,d? :C ):D<E> =>(i(\`?\${ c }\`))`,
  ],
  ['x.delete();', 'y . remove( )'],
  ['class A { #b = 1n }', 'class C {\n  // two\n  #d = 0x22;\n}'],
  ['a = b / c / d', 'a = b/*1*// c / d //'],
  ['#!/usr/bin/env node\nrun()', 'go()'],
])('%j and %j are alike', (one, other) => {
  expect(tokensOf('a.ts', one).words).toEqual(tokensOf('b.mjs', other).words);
});

test.each([
  ['if (a) b()', 'while (a) b()'],
  ['a + b', 'a - b'],
  ['a = "1"', 'a = 1'],
  ['a = /x/', 'a = "x"'],
])('%j and %j are not', (one, other) => {
  expect(tokensOf('a.ts', one).words).not.toEqual(tokensOf('a.ts', other).words);
});

test('SQL, Python and Java are read too, each with its own comments', () => {
  const words = (path: string, text: string) => tokensOf(path, text).words.join(' ');
  expect(words('1.sql', "SELECT a, 'b' -- c\nFROM d WHERE e > 5;")).toBe('select i s from i where i > n');
  expect(words('1.SQL', "select \"a\", 'it''s' from d where e > 7")).toBe('select " i " s s from i where i > n');
  expect(words('a.py', 'def f(x): # it\n    """text\n    """\n    return not x')).toBe('def i ( i ) : s return not i');
  expect(words('A.java', '/* a */ private int b = c.d("e"); // f')).toBe('private int i = i . i ( s )');
});

test('a script that js-tokens cannot read is read as plain text, not lost', () => {
  const { words, lines } = tokensOf('a.ts', 'const a = 1;\nif (a) {\n  b(`never closed);\n  c();\n');
  expect(words.slice(0, 10)).toEqual(['const', 'i', '=', 'n', 'if', '(', 'i', ')', '{', 'i']);
  expect(lines.slice(0, 10)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 3]);
});

test('each word knows its line, after texts and comments of several lines too', () => {
  const text = '/* 1\n2 */ a;\n`3\n4` + b;\n\n(\n  c\n) => d';
  expect(tokensOf('a.ts', text).lines).toEqual([2, 3, 4, 4, 7, 8, 8]);
  expect(tokensOf('a.go', text.replace('(\n  c\n) =>', 'c +')).lines).toEqual([2, 3, 4, 4, 6, 6, 6]);
});

test('any text at all has as many lines as words, in order and within it', () => {
  const path = fc.constantFrom('a.ts', 'a.tsx', 'a.py', 'a.sql', 'a.c', 'a');
  const pieces = fc.constantFrom(
    '`',
    '${',
    '}',
    '/*',
    '*/',
    '//',
    '"',
    "'",
    '"""',
    '\\',
    '\n',
    '<',
    '>',
    '/',
    '(',
    ')',
    '=>',
    '#',
  );
  const text = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 30 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(path, text, (name, content) => {
      const { words, lines } = tokensOf(name, content);
      expect(lines).toHaveLength(words.length);
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
      expect(lines.at(-1) ?? 1).toBeLessThanOrEqual(content.split('\n').length);
    }),
    { numRuns: 200 },
  );
});
