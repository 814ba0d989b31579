import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's folder, with a final slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/**
 * One top-level declaration, or one `check('id', …)`, with its docstring, as it stands in a formatted file.
 * Throws when the file or the name is missing, so that a page never shows code that is no longer there.
 */
export function excerpt(path: string, name: string): string {
  const lines = read(path).split('\n');
  const start = lines.findIndex((line, index) => declares(line + (lines[index + 1] ?? '').trim(), name));
  if (start < 0) throw new Error(`${path} declares no ${name}`);
  return lines.slice(docstring(lines, start), end(lines, start) + 1).join('\n');
}

function declares(line: string, name: string): boolean {
  const escaped = name.replaceAll('.', '\\.');
  const declaration = `(export )?(default )?(async )?(function\\*?|class|const|interface|type) ${escaped}\\b`;
  return new RegExp(`^(${declaration}|check\\('${escaped}')`).test(line);
}

function docstring(lines: string[], start: number): number {
  if (!lines[start - 1]?.endsWith('*/')) return start;
  return lines.findLastIndex((line, index) => index < start && line.startsWith('/**'));
}

/** The formatter closes what it opened at the end of a line with a bracket in column 0. */
function end(lines: string[], start: number): number {
  const last = /[{([]$/.test(lines[start] ?? '') ? /^[\])}]+;?$/ : /[;}]$/;
  return lines.findIndex((line, index) => index >= start && last.test(line));
}
