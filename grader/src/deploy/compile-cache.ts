import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { enterSandbox } from './bubblewrap.ts';
import { exitOf } from './cell.ts';
import { Output } from './output.ts';
import type { Premises } from './walls.ts';

const WARM_UP = join(import.meta.dirname, 'warm-up');

const made = new Map<string, Promise<string | undefined>>();

/**
 * A folder of compiled code of npm, the kit and its packages: Node's own compile cache, made once for an installation by a
 * service of the grader's, and only read by what is handed in. Each start then takes 0.2 s of processor time less.
 * Undefined where it cannot be made, e.g. because the course can only be read.
 */
export function compileCache(premises: Premises): Promise<string | undefined> {
  // It makes starts faster, and nothing else: without it everything works.
  const known = made.get(premises.course) ?? findOrMake(premises).catch(() => undefined);
  made.set(premises.course, known);
  return known;
}

async function findOrMake(premises: Premises): Promise<string> {
  const all = join(premises.course, '.seeka', 'compile-cache');
  const folder = join(all, await keyOf(premises));
  if (existsSync(folder)) return folder;
  await mkdir(all, { recursive: true });
  await removeOld(all);
  const draft = await mkdtemp(join(all, 'draft-'));
  try {
    await fill(draft, premises);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another grader may have been faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** What is younger may be another grader's draft. */
async function removeOld(all: string): Promise<void> {
  for (const name of await readdir(all)) {
    const { mtimeMs } = await stat(join(all, name));
    if (Date.now() - mtimeMs > 3_600_000) await rm(join(all, name), { recursive: true, force: true });
  }
}

/** Node looks at each file's text before it uses what it has compiled, so an old folder would be useless, not wrong. */
async function keyOf({ course, runtime }: Premises): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  hash.update(await readFile(join(course, 'package-lock.json')));
  hash.update(await readFile(join(WARM_UP, 'warm-up.js')));
  if (runtime.npm) hash.update(await readFile(join(runtime.npm, 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

async function fill(draft: string, premises: Premises): Promise<void> {
  const { user } = premises.stage;
  if (user) await chown(draft, user, user);
  const options = { ...premises, submission: WARM_UP, compileCache: draft, fillsCache: true };
  const { child } = enterSandbox(options, ['npm', 'start']);
  const output = new Output(2_000);
  const { code } = await exitOf(child, output);
  if (code !== 0) throw new Error(`The compile cache could not be made: ${output.text}`);
  await openToAll(draft);
}

/** Node writes for its own user alone. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}
