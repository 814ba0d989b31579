import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Home, User } from './home.ts';

const options = [
  ...['-U', 'seeka', '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync', '--no-instructions'],
  // Order and case are Unicode's own, the same on every machine.
  ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
];

/** The owner's password: made once, readable by its owner alone. */
export async function passwordIn(directory: string): Promise<string> {
  const file = join(directory, 'password');
  if (!existsSync(file)) {
    await writeFile(`${file}.draft`, randomBytes(24).toString('hex'), { mode: 0o600 });
    await rename(`${file}.draft`, file);
  }
  return readFile(file, 'utf8');
}

/** Makes the data of a new cluster, where nobody is trusted without a password; whole, or not at all. */
export async function initialise({ directory, data, runsAs }: Home, initdb: string, password: string): Promise<void> {
  const draft = join(directory, `draft-${process.pid}`);
  const passwordFile = `${draft}-password`;
  await clear(directory);
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    for (const path of [draft, passwordFile]) await give(path, runsAs);
    await promisify(execFile)(initdb, ['-D', draft, `--pwfile=${passwordFile}`, ...options], {
      ...runsAs,
      cwd: directory,
    });
    spreadOut(join(draft, 'base'));
    await rename(draft, data);
  } finally {
    await clear(directory);
  }
}

/** Drafts of processes that were killed, too. */
async function clear(directory: string): Promise<void> {
  const drafts = (await readdir(directory)).filter((name) => name.startsWith('draft-'));
  for (const name of drafts) await rm(join(directory, name), { recursive: true, force: true });
}

async function give(path: string, user: User | undefined): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}

/**
 * A database is 300 files. ext4 looks for a free inode one by one and skips those freed within the last minutes, so after
 * a few dozen databases made and dropped each new one costs 270 ms of CPU. With this attribute each folder in `base` gets
 * a part of the disk of its own: 15 ms. Other file systems refuse it, and need it not.
 */
function spreadOut(base: string): void {
  spawnSync('chattr', ['+T', base]);
}
