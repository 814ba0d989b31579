import { extname } from 'node:path';
import jsTokens, { type JSXToken, type Token } from 'js-tokens';
import { breaksIn, plainTokens, type Tokens } from './plain.ts';
import { RESERVED } from './words.ts';

const SCRIPT = /^\.[cm]?[jt]sx?$/;
const NAME = 'i';
const KIND: Record<string, string> = {
  PrivateIdentifier: NAME,
  JSXIdentifier: NAME,
  StringLiteral: 's',
  NoSubstitutionTemplate: 's',
  JSXString: 's',
  JSXText: 's',
  TemplateHead: 't',
  TemplateMiddle: 't',
  TemplateTail: 't',
  RegularExpressionLiteral: 'r',
  NumericLiteral: 'n',
};
const BLANK = new Set([
  ...['WhiteSpace', 'LineTerminatorSequence', 'MultiLineComment', 'SingleLineComment', 'HashbangComment'],
]);
/** After these a `|` or `&` is the first of a union type's members, where formatters put one or none. */
const BEFORE_UNION = new Set(['=', ':', '(', '<', '[', '{']);
const BEFORE_RESULT = new Set(['return', 'throw', '=>']);

interface Reading extends Tokens {
  /** Of each round bracket that is open, whether it was left out. */
  brackets: boolean[];
}

/** The words of a file: js-tokens reads scripts, a plain reader everything else and what js-tokens cannot. */
export function tokensOf(path: string, text: string): Tokens {
  const extension = extname(path).toLowerCase();
  return (SCRIPT.test(extension) && scriptTokens(text, extension.endsWith('x'))) || plainTokens(extension, text);
}

/** Undefined where a text or comment does not end: then the rest of the file would be one token. */
function scriptTokens(text: string, jsx: boolean): Tokens | undefined {
  const reading: Reading = { words: [], lines: [], brackets: [] };
  let line = 1;
  try {
    for (const token of jsTokens(text, { jsx: jsx as true })) {
      if ('closed' in token && !token.closed) return undefined;
      if (!isBlank(token)) add(reading, wordOf(token, reading.words), line);
      line += breaksIn(token.value);
    }
  } catch (error) {
    // A literal of some megabytes is more than the stack of regular expressions holds.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return reading;
}

function isBlank({ type, value }: Token | JSXToken): boolean {
  return BLANK.has(type) || (type === 'JSXText' && value.trim() === '');
}

function wordOf({ type, value }: Token | JSXToken, before: string[]): string {
  if (type !== 'IdentifierName') return KIND[type] ?? value;
  const last = before.at(-1);
  return RESERVED.has(value) && last !== '.' && last !== '?.' ? value : NAME;
}

/** Commas, semicolons, a union's first bar, and brackets around one parameter or a result are a formatter's choice. */
function add(reading: Reading, word: string, line: number): void {
  const { words, lines } = reading;
  const last = words.at(-1) ?? '';
  if (word === ',' || word === ';') return;
  if ((word === '|' || word === '&') && BEFORE_UNION.has(last)) return;
  if (isChoice(reading, word)) return;
  if (word === '=>' && last === ')' && words.at(-2) === NAME && words.at(-3) === '(') {
    words.splice(-3, 3, NAME);
    lines.splice(-3, 3, lines.at(-2) ?? line);
  }
  words.push(word);
  lines.push(line);
}

/** Whether it is one of the brackets around a whole result: `return (` or `=> (`, and what closes it. */
function isChoice({ words, brackets }: Reading, word: string): boolean {
  if (word === ')') return brackets.pop() ?? false;
  if (word !== '(') return false;
  const choice = BEFORE_RESULT.has(words.at(-1) ?? '');
  brackets.push(choice);
  return choice;
}
