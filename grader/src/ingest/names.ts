import { IngestError } from './errors.ts';

/** What Linux allows a name to have. */
const NAME_BYTES = 255;
/** With the grader's own folder in front it must stay below 4,096, on macOS below 1,024. */
const PATH_BYTES = 800;
const ZIP_AGAIN = 'Pack the folder again with the zip function of your system, and hand that in.';
const RENAME = 'Rename it, then hand in again.';

/**
 * The path of a file below the folder that a submission goes to; the one separator is `/`, at the end of a folder too.
 * @throws IngestError when it leads out of the folder, or is no name on some system.
 */
export function safePath(name: string): string {
  const path = name.replace(/\/$/, '');
  const unsafe = (why: string, advice = RENAME) => new IngestError('unsafe name', `"${shown(name)}" ${why}.`, advice);
  if (name.includes('\0')) throw unsafe('holds a NUL character', ZIP_AGAIN);
  if (name.includes('\\')) throw unsafe('holds a backslash');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) throw unsafe('is an absolute path', ZIP_AGAIN);
  const segments = path.split('/');
  if (segments.includes('..')) throw unsafe('leads out of the folder', ZIP_AGAIN);
  if (segments.some((segment) => segment === '' || segment === '.')) throw unsafe('is no path', ZIP_AGAIN);
  if (segments.some((segment) => Buffer.byteLength(segment) > NAME_BYTES)) throw unsafe('is too long a name');
  if (Buffer.byteLength(path) > PATH_BYTES) throw unsafe('is too long a path');
  return path;
}

/** The start is enough to find it. */
function shown(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}

type Kind = 'folder' | 'other';

/** Paths of one submission, each once, on any file system. */
export class Names {
  readonly #known = new Map<string, { path: string; kind: Kind }>();

  /** With the folders around them. */
  get size(): number {
    return this.#known.size;
  }

  /** @throws IngestError when a system that ignores case or normalises Unicode would take it for another one. */
  add(path: string, kind: Kind): void {
    const known = this.#known.get(folded(path));
    if (known?.path === path && kind === 'folder' && known.kind === 'folder') return;
    if (known) throw sameName(known.path, path);
    const end = path.lastIndexOf('/');
    if (end > 0) this.add(path.slice(0, end), 'folder');
    this.#known.set(folded(path), { path, kind });
  }
}

/** Upper case first, so that ß and SS meet as they do on macOS. */
function folded(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

function sameName(one: string, other: string): IngestError {
  const message =
    one === other
      ? `"${shown(one)}" is there twice.`
      : `"${shown(one)}" and "${shown(other)}" are one name on systems that ignore case or spell accents otherwise.`;
  return new IngestError('same name', message, one === other ? ZIP_AGAIN : 'Rename one of them, then hand in again.');
}
