import { chmod, chown, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killBelow } from './processes.ts';

/** A private folder of this machine for one deployment, and, where the grader is root, a user of its own. */
export interface Stage extends AsyncDisposable {
  readonly folder: string;
  /** The user (and group) that the submission runs as; absent when the grader is not root. */
  readonly user?: number;
}

/** Far above the users that a distribution or a container engine gives out. */
const FIRST_USER = 200_000;
/** Deployments that one process may have at a time. */
const STAGES = 256;
const NAME = /^seeka-(\d+)-(\d+)$/;

/** The process's id and the number in the folder's name make a user that no other live deployment has. */
export async function openStage(): Promise<Stage> {
  await sweep();
  const number = await claim();
  const folder = folderOf(process.pid, number);
  const user = process.getuid?.() === 0 ? FIRST_USER + process.pid * STAGES + number : undefined;
  if (user) {
    await chown(folder, 0, user);
    await chmod(folder, 0o710);
  }
  return { folder, user, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

function folderOf(pid: number, number: number): string {
  return join(tmpdir(), `seeka-${pid}-${number}`);
}

async function claim(): Promise<number> {
  for (let number = 0; number < STAGES; number += 1) {
    const made = await mkdir(folderOf(process.pid, number), { mode: 0o700 }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        return false;
      },
    );
    if (made) return number;
  }
  throw new Error(`More than ${STAGES} deployments at a time.`);
}

/** Ends and removes what graders have left behind that were killed; another grader may be at it too. */
export async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = NAME.exec(name) ?? [];
    if (!pid || isAlive(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    const owner = await lstat(folder).then(
      ({ uid }) => uid,
      () => undefined,
    );
    if (owner !== process.getuid?.()) continue;
    await killBelow(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
