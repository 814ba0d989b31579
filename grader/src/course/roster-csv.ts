import { parse } from 'csv-parse/sync';

/** A roster that cannot be used; each fault names its line and says what to do. */
export class RosterError extends Error {
  override name = 'RosterError';
  readonly faults: string[];

  constructor(faults: string[]) {
    const more = faults.length > SHOWN ? [`… and ${faults.length - SHOWN} more.`] : [];
    super(['The roster cannot be used:', ...faults.slice(0, SHOWN), ...more].join('\n  '));
    this.faults = faults;
  }
}

/** One line of a spreadsheet; cells are trimmed. */
export interface Row {
  line: number;
  cells: string[];
}

const SHOWN = 20;
const MAX_BYTES = 5_000_000;
const MAX_LINES = 20_000;
const SAVE_AS = 'Save the spreadsheet as "CSV UTF-8".';

/**
 * Rows of a CSV file, without those that are blank. The separator (comma, semicolon or tab) is read off the first line.
 * @throws RosterError when it is too large, not UTF-8, or its quotation marks do not match.
 */
export function readRows(file: string | Buffer): Row[] {
  if (Buffer.byteLength(file) > MAX_BYTES) {
    throw new RosterError([`The file has more than ${MAX_BYTES / 1e6} MB. Keep the lines of one class only.`]);
  }
  // csv-parse counts a CRLF between quotation marks as two lines.
  const text = textOf(file).replaceAll(/\r\n?/g, '\n');
  if (text.trimEnd().split('\n').length > MAX_LINES) {
    throw new RosterError([`The file has more than ${MAX_LINES} lines. Keep the lines of one class only.`]);
  }
  return rowsOf(text);
}

function textOf(file: string | Buffer): string {
  if (typeof file === 'string') return file.replace(/^\uFEFF/, '');
  if (file[0] === 0xff || file[0] === 0xfe) throw new RosterError([`line 1: The file is UTF-16. ${SAVE_AS}`]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    const before = new TextDecoder().decode(file).split('\uFFFD', 1)[0] ?? '';
    const line = before.split(/\r\n?|\n/).length;
    throw new RosterError([`line ${line}: A letter here is not UTF-8, so names would be misspelt. ${SAVE_AS}`]);
  }
}

function rowsOf(text: string): Row[] {
  const { separator, from } = separatorOf(text);
  const rows: Row[] = [];
  let last = 0;
  const keep = (cells: string[], { lines }: { lines: number }) => {
    // The library counts to the end of a record; people look where it begins.
    const line = lines - cells.join('').split('\n').length + 1;
    const trimmed = cells.map((cell) => cell.trim());
    if (trimmed.some(Boolean)) rows.push({ line, cells: trimmed });
    last = lines;
    return null;
  };
  const options = { from_line: from, relax_column_count: true, record_delimiter: '\n', trim: true };
  try {
    parse(text, { ...options, delimiter: separator, on_record: keep });
    return rows;
  } catch (error) {
    throw new RosterError([syntaxFault(error, last + 1)]);
  }
}

/** Some spreadsheets write `sep=;` above the header. */
function separatorOf(text: string): { separator: string; from: number } {
  const said = /^sep=([,;\t])\n/i.exec(text);
  if (said?.[1]) return { separator: said[1], from: 2 };
  const header = text.trimStart().split('\n', 1)[0] ?? '';
  const count = (separator: string) => header.split(separator).length;
  const separator = [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
  return { separator, from: 1 };
}

function syntaxFault(error: unknown, line: number): string {
  const code = (error as { code?: string }).code ?? '';
  if (!/QUOTE|TRIMABLE/.test(code)) throw error;
  const what = code.endsWith('NOT_CLOSED') ? 'is opened and never closed' : 'stands inside a cell';
  return `line ${line}: A quotation mark ${what}. Put the whole cell in quotation marks, and double those within it.`;
}
