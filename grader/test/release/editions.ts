import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { course } from '../../src/cli/labs.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';

const MAIN = join('grader', 'src', 'cli', 'main.ts');
const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NODE_OPTIONS: '' };

/** A student edition, as the command writes it, with the packages of this course in place of `npm ci`: no network is needed. */
export async function studentEdition() {
  const folder = await temporaryFolder();
  const { code, stderr } = await seeka('release', '--students', folder.path);
  if (code !== 0) throw new Error(stderr);
  await lendPackages(folder.path);
  return folder;
}

/** In place of `npm ci`. */
export async function lendPackages(edition: string): Promise<void> {
  for (const part of ['.', 'grader', 'services/kit']) {
    await symlink(join(course, part, 'node_modules'), join(edition, part, 'node_modules'), 'dir');
  }
}

/** The release of the student edition by an edition's own command. */
export async function releaseOf(edition: string, out: string): Promise<{ code: unknown; stderr: string }> {
  const words = [join(edition, MAIN), 'release', '--students', out];
  return await promisify(execFile)(process.execPath, words, { env }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }) => ({ code, stderr }),
  );
}

/** Runs the edition's own command; rejects when its exit code is not 0. */
export async function seekaOf(edition: string, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(edition, MAIN), ...words], { env });
  return stdout;
}

/** The edition's own `dev`, once it has said that the service is ready; disposing ends it. */
export async function devOf(edition: string, ...words: string[]): Promise<AsyncDisposable> {
  const child = spawn(process.execPath, [join(edition, MAIN), 'dev', ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) && line.startsWith('Ready: ')) break;
  }
  if (!lines.at(-1)?.startsWith('Ready: ')) throw new Error(lines.join('\n'));
  const stop = async () => {
    child.kill('SIGINT');
    child.stdout.resume();
    await ended;
  };
  return { [Symbol.asyncDispose]: stop };
}
