import { constants, type Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fewNotes } from '../notes.ts';

/** A file of a submission, by its path in it. */
export interface Source {
  path: string;
  text: string;
}

/** What is compared of a folder, and in `notes` what is not, and why. */
export interface Sources {
  files: Source[];
  notes: string[];
}

/** Of all sources together: an honest lab has 40 kB. */
const MOST_BYTES = 5_000_000;
const MOST_FILES = 2_000;
/** Code has some 35 characters a line; what a bundler has made has thousands. */
const MINIFIED_LINE = 300;

/** Brought by others, or settings of tools. */
const FOREIGN = /^(node_modules|\.git|\.github|\.vscode|\.idea|\.seeka|__pycache__|\.?venv)$/;
/** What tools make of code; somebody may keep code of their own there. */
const MADE = /^(dist|build|out|coverage|target|vendor|bower_components)$/;
/** Documents, data and pictures; and what tools write. */
const NO_CODE =
  /^\.[^.]*$|\.(md|txt|json|ya?ml|toml|lock|csv|tsv|log|map|xml|html?|css|svg|png|jpe?g|gif|webp|ico|pdf|docx?|zip|gz|tgz|tar|jar|class|pyc|wasm|woff2?|ttf|mp[34])$|^(LICEN[CS]E|Procfile|Dockerfile|Makefile|go\.(mod|sum))$/i;

/** Reads the code of a folder. Links are not followed: they could lead out of it. What cannot be read is noted. */
export async function readSources(folder: string): Promise<Sources> {
  const notes: string[] = [];
  const files: Source[] = [];
  let room = MOST_BYTES;
  for (const path of await pathsOf(folder, notes)) {
    const bytes = await read(join(folder, path), room).catch(unreadable);
    const text = typeof bytes === 'string' ? undefined : textOf(bytes);
    const reason = typeof bytes === 'string' ? bytes : reasonToSkip(text);
    if (text === undefined || reason) notes.push(`${path} was not compared: ${reason}.`);
    else files.push({ path, text });
    room -= typeof bytes === 'string' ? 0 : bytes.length;
  }
  if (files.length === 0) notes.push('It holds no code.');
  return { files, notes: fewNotes(notes) };
}

async function pathsOf(folder: string, notes: string[]): Promise<string[]> {
  const paths: string[] = [];
  const folders = [''];
  let seen = 0;
  for (let below = folders.pop(); below !== undefined && seen <= MOST_FILES; below = folders.pop()) {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(unreadable);
    if (typeof entries === 'string') notes.push(`${below || folder} was not compared: ${entries}.`);
    for (const entry of typeof entries === 'string' ? [] : entries) {
      const path = join(below, entry.name);
      const reason = reasonToPass(entry);
      if (reason) notes.push(`${path} was not compared: ${reason}.`);
      else if (entry.isDirectory() && !FOREIGN.test(entry.name)) folders.push(path);
      else if (entry.isFile() && !NO_CODE.test(entry.name)) paths.push(path);
      seen += 1;
    }
  }
  if (seen > MOST_FILES) notes.push(`It has more than ${MOST_FILES} files and folders; the rest was not compared.`);
  // By code unit, so that the order is the same on every machine.
  return paths.slice(0, MOST_FILES).sort();
}

/** The reason, as the end of a sentence: a name that is no UTF-8, no permission, a path that is too long. */
function unreadable(error: NodeJS.ErrnoException): string {
  if (!error.code) throw error;
  return `it cannot be read (${error.code})`;
}

function reasonToPass(entry: Dirent): string | undefined {
  if (entry.isSymbolicLink() && !FOREIGN.test(entry.name)) return 'it is a link';
  return entry.isDirectory() && MADE.test(entry.name) ? 'by its name, tools have made it' : undefined;
}

/** The reason when it is larger than the room. */
async function read(path: string, room: number): Promise<Buffer | string> {
  // It may have become a link since it was listed.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    return size > room ? `all code together is more than ${MOST_BYTES / 1e6} MB` : await file.readFile();
  } finally {
    await file.close();
  }
}

/** Undefined for what is no text. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  const text = bytes.toString('utf8');
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  return broken > text.length / 10 ? undefined : text.replaceAll(/\r\n?/g, '\n');
}

function reasonToSkip(text: string | undefined): string | undefined {
  if (text === undefined) return 'it is binary';
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  if (text.length > 5 * MINIFIED_LINE && text.length / lines > MINIFIED_LINE) return 'it looks minified';
  return undefined;
}
