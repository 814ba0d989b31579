import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Files, readFiles, writeFiles } from './files.ts';
import { LabError } from './marks.ts';

/** The files as the course's formatter lays them out: a region that is gone leaves no gap. */
export async function formatted(files: Files, course: string): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'seeka-make-'));
  try {
    await writeFiles(folder, files);
    const options = ['--write', '--no-errors-on-unmatched', '--vcs-enabled=false', `--config-path=${course}`];
    await biome(course, ['format', ...options, folder]);
    return await readFiles(folder, [...files.keys()]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function biome(course: string, args: string[]): Promise<void> {
  try {
    await promisify(execFile)(join(course, 'node_modules', '.bin', 'biome'), args);
  } catch (error) {
    throw new LabError(`The code cannot be formatted:\n${(error as { stderr?: string }).stderr ?? error}`);
  }
}
