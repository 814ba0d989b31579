import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** The programs that start a submission. */
export interface Runtime {
  /** The Node that the course pins. */
  node: string;
  /** npm's own folder; absent when this machine has none. */
  npm?: string;
}

/** Looks in the course, then where this process comes from. */
export async function findRuntime(course: string): Promise<Runtime> {
  const pinned = join(course, 'node_modules', '.bin', 'node');
  return { node: await realpath(existsSync(pinned) ? pinned : process.execPath), npm: await findNpm() };
}

/** The npm on PATH, or the one that belongs to the Node which runs this. */
async function findNpm(): Promise<string | undefined> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm'));
  const besideNode = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  for (const path of [...onPath, besideNode].filter((candidate) => existsSync(candidate))) {
    const script = await realpath(path);
    if (script.endsWith('npm-cli.js')) return dirname(dirname(script));
  }
  return undefined;
}
