import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Made } from '../folder.ts';

interface Manifest {
  seeka?: { made: Made };
  workspaces?: string[];
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** For the course's own tests, its format and its site. */
const NOT_FOR_STUDENTS = ['@biomejs/biome', '@types/newman', 'newman', 'playwright-core'];
const BUNDLER = '@rspack/core';

/** Says in package.json that a command made the folder, so that it may replace it. */
export async function signed(out: string, made: Made): Promise<void> {
  await change(join(out, 'package.json'), (manifest) => ({ ...manifest, seeka: { made } }));
}

/** Workspaces, scripts and packages of the student edition; and the lock file, cut down to them. */
export async function studentManifests(out: string): Promise<void> {
  const { packages } = JSON.parse(await readFile(join(out, 'package-lock.json'), 'utf8'));
  const bundler = packages[`node_modules/${BUNDLER}`].version as string;
  await change(join(out, 'package.json'), (manifest) => ({
    ...without(manifest),
    workspaces: ['services/*', 'labs/*', 'grader'],
    scripts: { start: manifest.scripts?.start ?? '' },
  }));
  // The whole course has it with the site, which is not here.
  await change(join(out, 'grader', 'package.json'), (manifest) => {
    const kept = without(manifest);
    return { ...kept, dependencies: { [BUNDLER]: bundler, ...kept.dependencies } };
  });
  await lock(out);
}

function without(manifest: Manifest): Manifest {
  const kept = Object.entries(manifest.devDependencies ?? {}).filter(([name]) => !NOT_FOR_STUDENTS.includes(name));
  return { ...manifest, devDependencies: Object.fromEntries(kept) };
}

async function change(path: string, by: (manifest: Manifest) => Manifest): Promise<void> {
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  await writeFile(path, `${JSON.stringify(by(manifest), null, 2)}\n`);
}

/** npm takes out of the lock file what nothing needs any more. It has all it needs to know: no network. */
async function lock(out: string): Promise<void> {
  const options = ['--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const env = { ...process.env, npm_config_loglevel: 'error' };
  await promisify(execFile)('npm', ['install', ...options], { cwd: out, env }).catch((error) => {
    throw new Error(`npm could not write the edition's package-lock.json: ${error.stderr || error.message}`);
  });
}
