import { COMMON, RESERVED, SQL } from './words.ts';

/**
 * What is compared of a file. Two files that differ by names, texts, numbers, comments, white space or a formatter's
 * choices have the same words.
 */
export interface Tokens {
  words: string[];
  /** The line, counted from 1, on which each word begins. */
  lines: number[];
}

/** How a family of languages writes comments and texts, and which of its names stay. */
interface Language {
  pattern: RegExp;
  kept: ReadonlySet<string>;
  /** SQL alone does not tell upper from lower case. */
  anyCase?: boolean;
}

// Each alternative also takes what does not end: looking for a missing end again and again would take for ever.
const BLOCK_COMMENT = String.raw`/\*[^]*?(?:\*/|$)`;
const SLASHES = '//.*';
const HASH = '#.*';
const DASHES = '--.*';
const TRIPLE = `"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)`;
const DOUBLE = String.raw`"[^"\\\n]*(?:\\.[^"\\\n]*)*"?`;
const SINGLE = String.raw`'[^'\\\n]*(?:\\.[^'\\\n]*)*'?`;
const BACKTICK = '`[^`]*`?';

const script = { pattern: pattern([BLOCK_COMMENT, SLASHES], [DOUBLE, SINGLE, BACKTICK]), kept: RESERVED };
const sql = { pattern: pattern([BLOCK_COMMENT, DASHES], [SINGLE]), kept: SQL, anyCase: true };
const hash = { pattern: pattern([HASH], [TRIPLE, DOUBLE, SINGLE]), kept: COMMON };
const slash = { pattern: pattern([BLOCK_COMMENT, SLASHES], [TRIPLE, DOUBLE, SINGLE, BACKTICK]), kept: COMMON };

const languages: [extensions: RegExp, Language][] = [
  [/^\.[cm]?[jt]sx?$/, script],
  [/^\.sql$/, sql],
  [/^\.(py|rb|sh|bash|pl|r|exs?|jl|tcl|nim)$/, hash],
];

function pattern(comments: string[], texts: string[]): RegExp {
  const punctuation = String.raw`=>|===|!==|[=!<>]=|&&|\|\||\?\?|\?\.|\.\.\.|\+\+|--|->|::|:=|[-+*/%&|^]=|[^\s\p{Cf}]`;
  const groups = [
    `(?<comment>${comments.join('|')})`,
    `(?<text>${texts.join('|')})`,
    String.raw`(?<number>\d[\w.]*)`,
    String.raw`(?<name>[\p{L}_$][\p{L}\p{M}\p{N}_$]*)`,
    `(?<other>${punctuation})`,
  ];
  return new RegExp(groups.join('|'), 'gu');
}

/** The words of any text, in the shape that those of scripts have; the extension, such as ".py", names the language. */
export function plainTokens(extension: string, text: string): Tokens {
  const language = languages.find(([extensions]) => extensions.test(extension))?.[1] ?? slash;
  const tokens: Tokens = { words: [], lines: [] };
  let line = 1;
  let seen = 0;
  for (const match of text.matchAll(language.pattern)) {
    line += breaksIn(text.slice(seen, match.index));
    seen = match.index;
    const word = wordOf(match.groups ?? {}, language);
    if (!word) continue;
    tokens.words.push(word);
    tokens.lines.push(line);
  }
  return tokens;
}

/** Undefined for what does not count. */
function wordOf({ text, number, name, other }: Record<string, string | undefined>, language: Language) {
  if (text) return 's';
  if (number) return 'n';
  if (other) return other === ',' || other === ';' ? undefined : other;
  if (!name) return undefined;
  const spelling = language.anyCase ? name.toLowerCase() : name;
  return language.kept.has(spelling) ? spelling : 'i';
}

/** How many lines a text goes on for. */
export function breaksIn(text: string): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks += 1;
  return breaks;
}
