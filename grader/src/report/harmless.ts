/** Control and format characters (bidi overrides among them), lone surrogates, line separators, and what XML 1.0 forbids. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;
const named: Record<string, string> = { '\r': '\\r', '\t': '\\t' };

/**
 * Text that a student's service may have chosen, fit for a terminal, a page and a build log: what cannot be seen is
 * written out (ESC as `\x1b`), and no line is a command to GitHub Actions or Azure Pipelines. Line breaks stay.
 */
export function harmless(text: string): string {
  return defused(text.replace(unseen, (character) => (character === '\n' ? character : written(character))));
}

/** The same for text that belongs on one line. */
export function harmlessLine(text: string): string {
  return harmless(text).replaceAll('\n', '\\n');
}

/** JSON that means the same, in which nothing unseen stands but line breaks, and no workflow command. */
export function harmlessJson(text: string): string {
  const seen = text.replace(unseen, (character) => (character === '\n' ? character : escaped(character)));
  return seen.replace(/##(?=\w*\[)/g, `${escaped('#')}#`);
}

/** Workflow commands: `::name::` begins a line, `##[name]` and `##vso[name]` stand anywhere in it. */
export function defused(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\x3a').replace(/##(?=\w*\[)/g, '\\x23#');
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return named[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
}
