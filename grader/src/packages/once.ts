import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface OnceOptions {
  /** So long one may be at it, in seconds; later it counts as dead. */
  seconds: number;
  signal?: AbortSignal | undefined;
}

const running = new Map<string, Promise<void>>();

/**
 * Makes a folder that lasts, once for all graders that share the disk: `make` gets the name of a draft, which has its own
 * name when it is whole. Whoever comes second waits; when the first one fails, it tries itself.
 */
export async function onceMade(
  folder: string,
  make: (draft: string) => Promise<void>,
  options: OnceOptions,
): Promise<void> {
  while (!existsSync(folder)) {
    const beforeMe = running.get(folder);
    if (!beforeMe) return await alone(folder, make, options);
    await beforeMe.catch(() => undefined);
    options.signal?.throwIfAborted();
  }
}

async function alone(folder: string, make: (draft: string) => Promise<void>, options: OnceOptions): Promise<void> {
  const making = locked(folder, make, options);
  running.set(folder, making);
  await making.finally(() => running.delete(folder));
}

async function locked(folder: string, make: (draft: string) => Promise<void>, options: OnceOptions): Promise<void> {
  const lock = `${folder}.lock`;
  await mkdir(dirname(folder), { recursive: true });
  while (!existsSync(folder)) {
    if (!(await take(lock))) {
      await waitFor(lock, options);
      continue;
    }
    const draft = `${folder}.${randomUUID()}.new`;
    try {
      if (existsSync(folder)) return;
      await make(draft);
      await rename(draft, folder).catch((error) => {
        // Whoever was taken for dead has finished meanwhile.
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
      await rm(lock, { force: true });
    }
  }
}

/** Who makes it stands in the file, so that a grader that was killed keeps nobody waiting. */
async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid}@${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function waitFor(lock: string, { seconds, signal }: OnceOptions): Promise<void> {
  await setTimeout(100, undefined, { signal });
  const [found, owner = ''] = await Promise.all([stat(lock), readFile(lock, 'utf8')]).catch(() => []);
  if (!found) return;
  const isOld = Date.now() - found.mtimeMs > seconds * 1000;
  if (isOld || isDead(owner)) await rm(lock, { force: true });
}

function isDead(owner: string): boolean {
  const [pid, host] = owner.split('@');
  if (host !== hostname()) return false;
  try {
    return !process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
