import { extname } from 'node:path';

/** A file of a solution. */
export interface SourceFile {
  /** As an error shall name it, e.g. `solutions/01-address/src/app.ts`. */
  path: string;
  text: string;
}

/** Something about a lab's sources that their author must mend. */
export class LabError extends Error {
  override name = 'LabError';
}

/** What begins a comment, in the files that may carry marks. */
const comments: Record<string, string> = { '.ts': '//', '.js': '//', '.sql': '--' };

/** What begins a comment in this file; undefined when it carries no marks. */
export function commentOf(path: string): string | undefined {
  return comments[extname(path)];
}

interface Line {
  number: number;
  text: string;
}

type Part = { kind: 'line'; text: string } | { kind: 'region'; checkpoint: string; solution: Part[]; starter: Part[] };

/**
 * The code as it is through a checkpoint: regions up to it hold their solution, later ones their starter part.
 * A region is `// @lab:begin 1.4`, the solution, then if wanted `// @lab:starter` and lines that begin with `//| `, and
 * `// @lab:end`. Regions nest, in starter parts too. In SQL it is `--` instead of `//`.
 * @param checkpoint '0' is the starter.
 * @param known ids of the lab's checkpoints.
 * @throws LabError that names file and line.
 */
export function through({ path, text }: SourceFile, checkpoint: string, known: string[]): string {
  const comment = commentOf(path);
  if (!comment) return text;
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  return render(new Marks(path, comment, known).parse(lines), checkpoint).join('\n');
}

function render(parts: Part[], checkpoint: string): string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'line') return [part.text];
    return render(isUpTo(part.checkpoint, checkpoint) ? part.solution : part.starter, checkpoint);
  });
}

/** By number: 1.9 comes before 1.10. */
function isUpTo(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) <= 0;
}

class Marks {
  readonly #path: string;
  readonly #comment: string;
  readonly #known: string[];

  constructor(path: string, comment: string, known: string[]) {
    this.#path = path;
    this.#comment = comment;
    this.#known = known;
  }

  parse(lines: Line[]): Part[] {
    const parts: Part[] = [];
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at] as Line;
      const mark = this.#markOf(line);
      if (mark && mark !== 'begin') throw this.#error(line, `"@lab:${mark}" outside a region`);
      if (!mark && this.#isPrefixed(line)) throw this.#error(line, `"${this.#comment}|" outside a starter part`);
      if (!mark) parts.push({ kind: 'line', text: line.text });
      else {
        const inner = lines.slice(at + 1, this.#endOf(lines, at));
        parts.push(this.#region(line, inner));
        at += inner.length + 1;
      }
    }
    return parts;
  }

  #region(begin: Line, inner: Line[]): Part {
    const checkpoint = begin.text.trim().split(' ').at(-1) ?? '';
    if (!this.#known.includes(checkpoint)) throw this.#error(begin, `there is no checkpoint ${checkpoint}`);
    const split = this.#starterOf(inner);
    const solution = this.parse(inner.slice(0, split));
    const starter = this.parse(inner.slice(split + 1).map((line) => this.#withoutPrefix(line)));
    return { kind: 'region', checkpoint, solution, starter };
  }

  /** Index of the `end` that closes the region begun at `begin`. */
  #endOf(lines: Line[], begin: number): number {
    let depth = 0;
    for (let at = begin; at < lines.length; at += 1) {
      const mark = this.#markOf(lines[at] as Line);
      if (mark === 'begin') depth += 1;
      if (mark === 'end') depth -= 1;
      if (depth === 0) return at;
    }
    throw this.#error(lines[begin] as Line, 'this region has no "@lab:end"');
  }

  /** Index of the region's own `starter`, or the length when it has none. */
  #starterOf(inner: Line[]): number {
    let depth = 0;
    const found = inner.findIndex((line) => {
      const mark = this.#markOf(line);
      if (mark === 'begin') depth += 1;
      if (mark === 'end') depth -= 1;
      return mark === 'starter' && depth === 0;
    });
    return found < 0 ? inner.length : found;
  }

  #markOf(line: Line): 'begin' | 'starter' | 'end' | undefined {
    if (!line.text.includes('@lab:') || this.#isPrefixed(line)) return undefined;
    const text = line.text.trim().replace(`${this.#comment} @lab:`, '');
    const [, name] = /^(begin|starter|end)(?: \d+\.\d+)?$/.exec(text) ?? [];
    if (!name || (name === 'begin') !== text.includes(' ')) throw this.#error(line, `no such mark: "${text}"`);
    return name as 'begin' | 'starter' | 'end';
  }

  #isPrefixed({ text }: Line): boolean {
    return text.trimStart().startsWith(`${this.#comment}|`);
  }

  #withoutPrefix({ number, text }: Line): Line {
    const indentation = text.slice(0, text.length - text.trimStart().length);
    const rest = text.trim().slice(this.#comment.length + 1);
    const line = { number, text: rest === '' ? '' : indentation + rest.slice(1) };
    if (!this.#isPrefixed({ number, text })) throw this.#error(line, `a starter line begins with "${this.#comment}| "`);
    if (rest !== '' && !rest.startsWith(' ')) throw this.#error(line, `a blank is missing after "${this.#comment}|"`);
    return line;
  }

  #error({ number }: Line, message: string): LabError {
    return new LabError(`${this.#path}:${number}: ${message}`);
  }
}
