import type { ErrorObject } from 'ajv';
import { type Document, isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** A course file that cannot be used; each fault names its line and column and says what to do. */
export class CourseError extends Error {
  override name = 'CourseError';
  readonly faults: string[];

  constructor(faults: string[]) {
    // In order of place: "line 9" comes before "line 10". One value may offend against two limits that are told as one.
    const ordered = [...new Set(faults)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    super(['The course file cannot be used:', ...ordered].join('\n  '));
    this.faults = ordered;
  }
}

/** The way to a value, e.g. `['labs', '01-address', 'due']`. */
export type Path = readonly (string | number)[];

/** A YAML text that knows where everything stands. */
export interface Source {
  value: unknown;
  /** A fault at a value, or at a key of it. */
  fault(path: Path, message: string, key?: string): string;
}

const MAX_LENGTH = 1_000_000;

/** @throws CourseError when the text is too long or no YAML */
export function readSource(text: string): Source {
  if (text.length > MAX_LENGTH) throw new CourseError(['line 1: The file has more than 1 MB. It should have some kB.']);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => `line ${lines.linePos(offset).line}, column ${lines.linePos(offset).col}`;
  const broken = document.errors.map(({ pos, message }) => `${place(pos[0])}: ${message}. Mend the YAML.`);
  if (broken.length > 0) throw new CourseError(broken);
  const source = readStudents(document);
  const fault: Source['fault'] = (path, message, key) => `${place(offsetOf(source.contents, path, key))}: ${message}`;
  return { value: plainOf(source), fault };
}

/** YAML takes 0012345 for the number 12345, but an id is a text. */
function readStudents(document: Document.Parsed): Document.Parsed {
  const extensions = document.get('extensions');
  for (const item of isSeq(extensions) ? extensions.items : []) {
    const student = isMap(item) ? item.get('student', true) : undefined;
    if (typeof student?.value === 'number') student.value = student.source;
  }
  return document;
}

function plainOf(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases of aliases: some lines that would become gigabytes.
    throw new CourseError([`line 1, column 1: ${(error as Error).message}. Write it out instead.`]);
  }
}

function offsetOf(root: unknown, path: Path, key?: string): number {
  let node = root;
  for (const step of path) {
    const next = isMap(node) ? node.items.find((pair) => nameOf(pair.key) === String(step))?.value : undefined;
    const inside = isSeq(node) ? node.items[Number(step)] : next;
    // What an alias stands for is elsewhere; the fault is told at the alias.
    if (!isNode(inside)) break;
    node = inside;
  }
  const named = isMap(node) ? node.items.find((pair) => nameOf(pair.key) === key)?.key : undefined;
  return ((named ?? node) as Node | null)?.range?.[0] ?? 0;
}

function nameOf(key: unknown): string {
  return String((key as { value?: unknown } | null)?.value);
}

/** What the schema objects to, in words: each part of the schema describes what it wants. */
export function schemaFault(source: Source, error: ErrorObject): string {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = path.join('.') || 'The file';
  if (error.keyword === 'required')
    return source.fault(path, `${name} has no ${error.params.missingProperty}. Add it.`);
  if (error.keyword === 'additionalProperties') {
    const key = error.params.additionalProperty as string;
    const known = Object.keys(error.parentSchema?.properties ?? {}).join(', ');
    return source.fault(path, `${name} cannot have "${key}", only ${known}. Remove or correct it.`, key);
  }
  // JSON has no NaN.
  const found = typeof error.data === 'number' ? String(error.data) : (JSON.stringify(error.data) ?? 'nothing');
  const short = found.length > 60 ? `${found.slice(0, 60)}…` : found;
  return source.fault(path, `${name} must be ${error.parentSchema?.description}, not ${short}.`);
}
