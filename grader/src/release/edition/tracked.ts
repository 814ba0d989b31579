import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '../../cli/shell.ts';

/** What git knows of a course: nothing that a machine made. */
export interface Tracked {
  /** Those that are there, by their path in the course. */
  files: string[];
  /** Paths that differ from the last commit. */
  changed: string[];
}

/** @throws UsageError when the course is not in a git repository. */
export async function trackedFiles(course: string): Promise<Tracked> {
  const listed = split(await git(course, ['ls-files', '-z']));
  const changed = split(await git(course, ['status', '--porcelain', '--no-renames', '-z']));
  const files = listed.filter((path) => existsSync(join(course, path)));
  return { files, changed: changed.map((line) => line.slice(3)) };
}

async function git(cwd: string, args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)('git', args, { cwd, maxBuffer: 100e6 })).stdout;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const said = (stderr || message).trim();
    throw new UsageError(
      `An edition is made of what git knows here, and git says: ${said}. Begin with git init, git add.`,
    );
  }
}

function split(list: string): string[] {
  return list.split('\0').filter((line) => line !== '');
}

/** Copies files as they are, with the right to run them. */
export async function copyFiles(from: string, to: string, paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyFile(join(from, path), join(to, path));
  }
}
