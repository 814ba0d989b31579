/** A piece of a page that is read: a paragraph, an item, a cell, a heading, a question. Code is `‹code›`. */
export function piecesOf(text: string): string[] {
  const readable = text
    .replace(/^---\n+([\s\S]*?)\n---\n/, (_, matter: string) =>
      matter.replaceAll(/^((slug|everyday).*|\w+: )/gm, '\n\n'),
    )
    .replaceAll(/^import .*$/gm, '')
    .replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '\n\n')
    .replaceAll(/(?<!`)(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '‹code›')
    .replaceAll(/<!--[\s\S]*?-->/g, '\n\n')
    .replaceAll(/<Question ask="([^"]*)">/g, '\n\n$1\n\n')
    .replaceAll(/<\/?(?:em|strong|code|sup|sub)>/g, '')
    .replaceAll(/<[^>]*>/g, '\n\n')
    .replaceAll(/!?\[((?:[^[\]]|\[[^\]]*\])*)\]\([^)]*\)/g, '$1')
    .replaceAll(/https?:\/\/\S+|(?<= )[\w.+-]*\/[\w./+-]+/g, '‹code›')
    .replaceAll(
      /^[ >]*(?:[-*+]|\d+\.) (?:\[ \] )?|^#+ |^[|].*$|^>/gm,
      (start) => `\n\n${start.startsWith('|') ? start.replaceAll('|', '\n\n') : ''}`,
    );
  return readable
    .split(/\n\s*\n/)
    .map((piece) =>
      piece
        .replaceAll(/(?<![\p{L}\d])[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}(?![\p{L}\d])/gu, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((piece) => /\p{L}{2}/u.test(piece));
}

/** Its sentences, a colon or semicolon within counting as no end. */
export function sentencesOf(piece: string): string[] {
  return piece.split(/(?<=[.!?…]["”’)]*) +(?=["“‘(]*[\p{Lu}\d‹]|npm )/u);
}

/** Its words, without code, numbers and what is written like a name in a program or an abbreviation. */
export function wordsOf(text: string): string[] {
  const words = text.replaceAll('‹code›', ' ').match(/[\p{L}\d_.]*\p{L}[\p{L}\d_’']*/gu) ?? [];
  return words
    .map((word) => word.replaceAll('’', "'").replace(/^\.+|'$/g, ''))
    .filter((word) => !/[\d_.]|\p{L}\p{Lu}/u.test(word));
}
