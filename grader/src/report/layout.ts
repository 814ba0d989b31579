import Table from 'cli-table3';

const borderless = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
    .map((part) => [part, '']),
);

/** Text in columns with two spaces between; `widths` in cells of the terminal. Long words are cut where the column ends. */
export function columns(cells: string[], widths: number[], indent: string): string[] {
  const table = new Table({
    chars: { ...borderless, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: cells.length === 1,
  });
  table.push(cells);
  // The table may cut between the two halves of a surrogate pair.
  return table
    .toString()
    .toWellFormed()
    .split('\n')
    .map((line) => `${indent}${line}`.trimEnd());
}

/** A text wrapped between words. */
export function paragraph(text: string, width: number, indent: string): string[] {
  return columns([text], [width - indent.length], indent);
}
