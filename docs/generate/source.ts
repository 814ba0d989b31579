import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's folder, with a final slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** The file of a lab's checks that declares this one, if it was written by hand. */
export function fileOfCheck(lab: string, id: string): string | undefined {
  const files = globSync(`grader/contracts/${lab}/**/[0-9]*.ts`, { cwd: root });
  return files.find((file) => lineOf(read(file).split('\n'), id) >= 0);
}

/** The file of a lab's checks whose loop makes this one: it names it by a template such as `valid.${name}`. */
export function fileOfFamily(lab: string, id: string): string | undefined {
  const [family = ''] = id.split('.');
  const files = globSync(`grader/contracts/${lab}/**/[0-9]*.ts`, { cwd: root });
  return files.find((file) => read(file).includes(`\`${family}.\${`));
}

/**
 * One top-level declaration, one method (`Api.href`), or one `check('id', …)`, with its docstring, as it stands in a
 * formatted file; or what stands between `#region NAME` and `#endregion`; without a name the file. Throws when the file
 * or the name is missing, so that no page shows code that is no longer there.
 */
export function excerpt(path: string, name: string): string {
  const lines = read(path).trimEnd().split('\n');
  if (name === '') return lines.join('\n');
  const region = lines.findIndex((line) => line.trim().endsWith(` #region ${name}`));
  if (region >= 0) return regionAt(lines, region);
  const start = lineOf(lines, name);
  if (start < 0) throw new Error(`${path} declares no ${name}`);
  const found = lines.slice(docstring(lines, start), end(lines, start) + 1);
  return found.map((line) => line.slice(indentation(lines[start]))).join('\n');
}

function regionAt(lines: string[], start: number): string {
  const end = lines.findIndex((line, index) => index > start && line.trim().endsWith(' #endregion'));
  return lines
    .slice(start + 1, end)
    .map((line) => line.slice(indentation(lines[start])))
    .join('\n');
}

function lineOf(lines: string[], name: string): number {
  return lines.findIndex((line, at) => declares(line === 'check(' ? line + lines[at + 1]?.trim() : line, name));
}

function declares(line: string, name: string): boolean {
  const [owner, method] = name.split('.').length === 2 && /^[A-Z]/.test(name) ? name.split('.') : [];
  if (owner && method) return new RegExp(`^ {2}(async )?\\*?${method}\\(`).test(line);
  const escaped = name.replaceAll('.', '\\.');
  const declaration = `(export )?(default )?(async )?(function\\*?|class|const|interface|type) ${escaped}\\b`;
  return new RegExp(`^(${declaration}|check\\('${escaped}')`).test(line);
}

function docstring(lines: string[], start: number): number {
  if (!lines[start - 1]?.trimEnd().endsWith('*/')) return start;
  return lines.findLastIndex((line, index) => index < start && line.trimStart().startsWith('/**'));
}

/** The formatter closes what it opened at the end of a line with a bracket at the same depth. */
function end(lines: string[], start: number): number {
  const depth = indentation(lines[start]);
  const last = /[{([]$/.test(lines[start] ?? '') ? /^[\])}]+;?$/ : /[;}]$/;
  return lines.findIndex((line, index) => index >= start && last.test(line.slice(depth)));
}

function indentation(line = ''): number {
  return line.length - line.trimStart().length;
}
