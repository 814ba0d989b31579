import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from '../deploy/cell.ts';
import { Output } from '../deploy/output.ts';
import { openSandbox } from '../deploy/sandbox.ts';
import { Tap } from '../deploy/tap.ts';
import { INSIDE, type Premises } from '../deploy/walls.ts';
import { watch } from '../deploy/watchdog.ts';
import type { Exit } from '../types.ts';
import type { Bounds } from './bounds.ts';
import { NotInstallable, RegistryFault } from './errors.ts';
import { harvest } from './harvest.ts';
import { namesWithScripts, withPlaces } from './lock.ts';
import { type Needs, versionIn } from './manifest.ts';
import { Mirror } from './mirror.ts';
import type { Registry } from './registry.ts';
import { allows, type Wanted } from './spec.ts';

export interface InstallParts {
  premises: Premises;
  registry: Registry;
  bounds: Bounds;
  signal: AbortSignal;
}

/** What there is in the folder of an installation, beside node_modules. */
export const SUMMARY = 'installed.json';
export interface Summary {
  /** Names of those that want to run something when they are installed, and were not let. */
  withScripts: string[];
}

/** Inside; any would do. */
const PORT = 8080;
const MIRROR_PORT = 4873;
const MIRROR = `http://127.0.0.1:${MIRROR_PORT}`;

/**
 * Lets npm install what the course lacks, in a sandbox that leads to nothing but the mirror, and keeps the result in `to`.
 * Where what these need would stand before the course's in a version that nobody asked for, npm gets to see all.
 */
export async function install(needs: Needs, to: string, parts: InstallParts): Promise<void> {
  await attempt(missingOf(needs), to, parts);
  if (!(await hides(to, needs))) return;
  await rm(to, { recursive: true });
  await attempt(needs, to, parts);
}

async function attempt(needs: Needs, to: string, parts: InstallParts): Promise<void> {
  const { premises, bounds } = parts;
  const place = join(premises.stage.folder, 'install');
  const project = join(place, 'project');
  await using work = new AsyncDisposableStack();
  work.defer(() => rm(place, { recursive: true, force: true }));
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'package.json'), JSON.stringify(manifestOf(needs)));
  if (needs.lock) await writeFile(join(project, 'package-lock.json'), JSON.stringify(lockOf(needs)));
  const { user } = premises.stage;
  if (user) await chown(project, user, user);
  await runNpm(place, parts);
  await mkdir(to);
  await chmod(to, 0o755);
  await mkdir(join(project, 'node_modules'), { recursive: true });
  await harvest(join(project, 'node_modules'), join(to, 'node_modules'), bounds);
  await writeFile(join(to, SUMMARY), JSON.stringify(await summaryOf(to)));
}

function missingOf(needs: Needs): Needs {
  const only = (all: Record<string, Wanted>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => needs.missing.includes(name)));
  const { dependencies, optionalDependencies } = needs;
  return { ...needs, dependencies: only(dependencies), optionalDependencies: only(optionalDependencies) };
}

async function hides(to: string, { dependencies, optionalDependencies }: Needs): Promise<boolean> {
  for (const [name, wanted] of Object.entries({ ...dependencies, ...optionalDependencies })) {
    const version = await versionIn(join(to, 'node_modules'), name);
    if (version !== undefined && wanted.name === name && !allows(wanted, version)) return true;
  }
  return false;
}

/** One attempt, until npm ends, or is ended because nothing can come of it. */
async function runNpm(place: string, parts: InstallParts): Promise<void> {
  const { premises, registry, bounds, signal } = parts;
  const ended = Promise.withResolvers<never>();
  await using resources = new AsyncDisposableStack();
  const socket = join(place, 'mirror.sock');
  const mirror = resources.use(
    await Mirror.open({ registry, socket, origin: MIRROR, bounds, onEnd: (why) => ended.reject(why) }),
  );
  const output = new Output(20_000);
  const cell = openCell(place, resources.use(new Tap({ path: socket })), parts, output);
  resources.defer(async () => {
    await cell.kill();
    await cell.dispatcher.destroy();
  });
  const end = () => ended.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  resources.defer(() => signal.removeEventListener('abort', end));
  signal.throwIfAborted();
  const limits = limitsOf(premises, bounds);
  const over = (why: string) => ended.reject(new NotInstallable(`npm was ended: ${why}.`));
  resources.use(watch({ cell, database: async () => undefined, limits }, over));
  const exit = cell.begin('exec npm install', SETTINGS).then(() => cell.exited);
  const result = await Promise.race([exit, ended.promise]);
  signal.throwIfAborted();
  if (result.code === 0) return;
  const why = failure(result, output.text, mirror.refusals);
  throw registry.isAway
    ? new RegistryFault('the registry cannot be reached, and what is kept of it is not enough.', { cause: why })
    : why;
}

function openCell(place: string, mirror: Tap, { premises, bounds }: InstallParts, output: Output): Cell {
  const walls = {
    ...premises,
    limits: limitsOf(premises, bounds),
    submission: join(place, 'project'),
    writable: true,
  };
  return openSandbox({
    walls,
    port: PORT,
    taps: new Map([[MIRROR_PORT, mirror]]),
    door: join(place, 'npm.sock'),
    output,
  });
}

/** Of a service's, but for its time and for the largest file. */
function limitsOf({ limits }: Premises, { seconds, unpackedMegabytes }: Bounds): Premises['limits'] {
  const temporaryMegabytes = Math.max(limits.temporaryMegabytes, unpackedMegabytes);
  return { ...limits, temporaryMegabytes, cpuSeconds: seconds, wallSeconds: 2 * seconds };
}

/** All of npm's settings that matter: it reads no file of settings. */
const SETTINGS = Object.fromEntries(
  Object.entries({
    registry: `${MIRROR}/`,
    replace_registry_host: 'always',
    ignore_scripts: 'true',
    omit: 'dev',
    save: 'false',
    audit: 'false',
    fund: 'false',
    update_notifier: 'false',
    logs_max: '0',
    loglevel: 'error',
    color: 'false',
    progress: 'false',
    fetch_retries: '0',
    userconfig: '/tmp/none-of-a-user',
    globalconfig: '/tmp/none-of-all',
    git: '/bin/false',
    // /tmp is small.
    cache: `${INSIDE.submission}/.npm`,
  }).map(([name, value]) => [`npm_config_${name}`, value]),
);

function manifestOf({ dependencies, optionalDependencies }: Needs) {
  return { dependencies: specs(dependencies), optionalDependencies: specs(optionalDependencies) };
}

function specs(all: Record<string, Wanted>): Record<string, string> {
  const entries = Object.entries(all);
  return Object.fromEntries(
    entries.map(([key, { name, range }]) => [key, key === name ? range : `npm:${name}@${range}`]),
  );
}

function lockOf(needs: Needs) {
  const packages = { '': manifestOf(needs), ...withPlaces(needs.lock ?? {}, MIRROR) };
  return { lockfileVersion: 3, requires: true, packages };
}

/** What npm cannot do for want of a disk or of rights is ours; all else it says of the packages. */
function failure({ code, signal }: Exit, text: string, refusals: string[]): Error {
  if (/^npm error code (ENOSPC|EROFS|EDQUOT|EACCES|EMFILE)$/m.test(text)) {
    return new RegistryFault(`npm could not write them (${text.slice(-300)}).`);
  }
  const lines = text.split('\n').flatMap((line) => /^npm error (?!A complete log|code )(.*\S)/.exec(line)?.[1] ?? []);
  const words = [...refusals, ...lines].join(' ').slice(0, 800);
  // npm says why it ends; what says nothing is none.
  if (words === '') return new Error(`npm could not be run (${signal ?? code}): ${text.slice(-300)}`);
  return new NotInstallable(words);
}

/** npm leaves a lock of what it has installed, if that is anything. */
async function summaryOf(to: string): Promise<Summary> {
  const text = await readFile(join(to, 'node_modules', '.package-lock.json'), 'utf8').catch(() => '{}');
  return { withScripts: namesWithScripts(Object(JSON.parse(text)).packages ?? {}) };
}
