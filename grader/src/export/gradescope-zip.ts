import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { ExportError } from './cells.ts';

const scripts = join(import.meta.dirname, 'gradescope');

/** Installed anew, made anew, or of this machine alone. */
const leftOut = new Set(['node_modules', '.git', '.seeka', '.docusaurus', 'coverage', '.DS_Store', '.env']);
/** Below `docs`, only what npm needs to know of that workspace. */
const ofDocs = /^docs\/(?!package\.json$)/;
const EXECUTABLE = 0o100755;
const PLAIN = 0o100644;

/**
 * An autograder for one lab, to upload as it is: the scripts at its root, and the whole course in `course/`, so that it
 * needs no access to a repository and grades by the very version that made it.
 * @throws ExportError when the folder is not the course, or has no such lab.
 */
export async function gradescopeZip({ course, lab }: { course: string; lab: string }): Promise<Buffer> {
  const version = await nodeVersionOf(course);
  const files = await filesBelow(course, '');
  if (!files.includes(`labs/${lab}/lab.yaml`)) throw new ExportError(`${course} has no lab "${lab}".`);
  const zip = new ZipFile();
  // One date for all, so that the same course makes the same zip.
  const mtime = new Date('2000-01-01T00:00:00Z');
  for (const name of ['setup.sh', 'run_autograder'])
    zip.addBuffer(await readFile(join(scripts, name)), name, { mode: EXECUTABLE, mtime });
  zip.addBuffer(Buffer.from(`LAB=${lab}\nNODE_VERSION=${version}\n`), 'settings.sh', { mode: PLAIN, mtime });
  for (const path of files) {
    const { mode } = await lstat(join(course, path));
    const kept = mode & 0o100 ? EXECUTABLE : PLAIN;
    zip.addBuffer(await readFile(join(course, path)), `course/${path}`, { mode: kept, mtime });
  }
  zip.end();
  return await buffer(zip.outputStream);
}

/** Files by name, in order; links are left out, for npm makes those it needs. */
async function filesBelow(course: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(join(course, folder), { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (leftOut.has(entry.name) || ofDocs.test(path)) continue;
    if (entry.isDirectory()) found.push(...(await filesBelow(course, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

/** The Node that the lock file pins. */
async function nodeVersionOf(course: string): Promise<string> {
  const text = await readFile(join(course, 'package-lock.json'), 'utf8').catch(() => '{}');
  const version = JSON.parse(text).packages?.['node_modules/node']?.version;
  if (typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)) return version;
  throw new ExportError(`${course} is not the course: its package-lock.json pins no Node.`);
}
