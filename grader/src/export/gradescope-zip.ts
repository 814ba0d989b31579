import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { ExportError } from './cells.ts';

const scripts = join(import.meta.dirname, 'gradescope');

/**
 * What grading needs, and nothing else of the folder: no solution's code, and no roster or gradebook that lies in it.
 * Of every workspace npm wants the package.json.
 */
const files = ['.npmrc', 'package.json', 'package-lock.json', 'docs/package.json', 'grader/package.json'];
const folders = ['grader/src', 'grader/contracts', 'labs', 'services'];
/** Installed anew, made anew, or of this machine alone. */
const leftOut = new Set(['node_modules', '.seeka', 'coverage', 'test', '.DS_Store', '.env']);

const EXECUTABLE = 0o100755;
const PLAIN = 0o100644;
/** One date for all, so that the same course makes the same zip. */
const mtime = new Date('2000-01-01T00:00:00Z');

/**
 * An autograder for one lab, to upload as it is: the scripts at its root, and the course in `course/`, so that it needs no
 * access to a repository and grades by the very version that made it.
 * @throws ExportError when the folder is not the course, or has no such lab.
 */
export async function gradescopeZip({ course, lab }: { course: string; lab: string }): Promise<Buffer> {
  const version = await nodeVersionOf(course);
  const paths = await pathsOf(course);
  if (!paths.includes(`labs/${lab}/lab.yaml`)) throw new ExportError(`${course} has no lab "${lab}".`);
  const zip = new ZipFile();
  for (const name of ['setup.sh', 'run_autograder'])
    zip.addBuffer(await readFile(join(scripts, name)), name, { mode: EXECUTABLE, mtime });
  zip.addBuffer(Buffer.from(`LAB=${lab}\nNODE_VERSION=${version}\n`), 'settings.sh', { mode: PLAIN, mtime });
  for (const path of paths) {
    const mode = path === 'grader/src/cli/seeka.js' ? EXECUTABLE : PLAIN;
    zip.addBuffer(await readFile(join(course, path)), `course/${path}`, { mode, mtime });
  }
  zip.end();
  return await buffer(zip.outputStream);
}

async function pathsOf(course: string): Promise<string[]> {
  const solutions = await readdir(join(course, 'solutions'), { withFileTypes: true });
  const manifests = solutions.flatMap((entry) => (entry.isDirectory() ? [`solutions/${entry.name}/package.json`] : []));
  const below = await Promise.all(folders.map((folder) => filesBelow(course, folder)));
  return [...files, ...manifests, ...below.flat()].sort();
}

/** Links are left out, for npm makes those it needs. */
async function filesBelow(course: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(course, folder), { withFileTypes: true });
  const kept = entries.filter(({ name }) => !leftOut.has(name));
  const found = kept.map(async (entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return await filesBelow(course, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The Node that the lock file pins. */
async function nodeVersionOf(course: string): Promise<string> {
  const text = await readFile(join(course, 'package-lock.json'), 'utf8').catch(() => '{}');
  const version = JSON.parse(text).packages?.['node_modules/node']?.version;
  if (typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)) return version;
  throw new ExportError(`${course} is not the course: its package-lock.json pins no Node.`);
}
