import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import limit from 'p-limit';
import type { Premises } from '../deploy/walls.ts';
import { type Bounds, defaultBounds } from './bounds.ts';
import { NotInstallable, RegistryFault } from './errors.ts';
import { install, SUMMARY, type Summary } from './install.ts';
import { type Needs, needsOf } from './manifest.ts';
import { onceMade } from './once.ts';
import { Registry } from './registry.ts';
import { chosen, type Wanted } from './spec.ts';
import { Store } from './store.ts';

export interface PackageOptions {
  /** The registry's URL; by default the one that npm is set to. */
  registry?: string;
  /** A folder for what was fetched and installed; by default `.seeka/packages` of the course. */
  cache?: string;
  bounds?: Partial<Bounds>;
}

/** The packages of a submission that the course does not have. */
export interface Packages {
  /** A folder that stands in for its node_modules; absent when it needs none of its own. */
  folder?: string;
  /** What was not installed and why, a sentence each for its student. */
  notes: string[];
  /** Those that want to run something when they are installed, and were not let. */
  withScripts: string[];
}

interface How extends PackageOptions {
  signal?: AbortSignal | undefined;
  /** Called before what takes longer than a look. */
  onInstalling?: (() => void) | undefined;
}

/**
 * Has what package.json names at hand, installed once for all submissions that name the same.
 * @throws RegistryFault when nobody can say what the packages are.
 */
export async function packagesFor(folder: string, premises: Premises, how: How = {}): Promise<Packages> {
  const needs = await needsOf(folder, premises.course);
  const notes = [...needs.notes];
  if (needs.missing.length === 0) return { notes, withScripts: [] };
  try {
    const place = await placeOf(needs, notes, premises, how);
    if (!place) return { notes, withScripts: [] };
    const { withScripts }: Summary = JSON.parse(await readFile(join(place, SUMMARY), 'utf8'));
    return { folder: join(place, 'node_modules'), notes, withScripts };
  } catch (error) {
    if (!(error instanceof NotInstallable)) throw error;
    const names = needs.missing.slice(0, 10).join(', ');
    notes.push(`What the course lacks (${names}) was not installed: ${error.message}`);
    return { notes, withScripts: [] };
  }
}

/** Where they are installed, after that has happened. */
async function placeOf(needs: Needs, notes: string[], premises: Premises, how: How): Promise<string | undefined> {
  const bounds = { ...defaultBounds, ...how.bounds };
  const cache = how.cache ?? join(premises.course, '.seeka', 'packages');
  const known = join(cache, 'installed', digestOf(needs));
  if (existsSync(known)) return known;
  how.onInstalling?.();
  assertFew(needs, bounds);
  const url = await registryUrl(premises, how.registry);
  await using work = new AsyncDisposableStack();
  const late = new AbortController();
  const signal = how.signal ? AbortSignal.any([how.signal, late.signal]) : late.signal;
  const registry = work.use(new Registry({ url, store: new Store(cache), bounds, signal }));
  const timer = setTimeout(() => late.abort(tooLong(registry, bounds)), bounds.seconds * 1000);
  work.defer(() => clearTimeout(timer));
  const there = await withoutUnknown(needs, registry, notes);
  if (there.missing.length === 0) return undefined;
  const place = join(cache, 'installed', digestOf(there));
  const make = (draft: string) => install(there, draft, { premises, registry, bounds, signal });
  await onceMade(place, make, { seconds: 2 * bounds.seconds, signal });
  return place;
}

/** The same needs have the same packages, whoever has them. */
function digestOf({ dependencies, optionalDependencies, lock }: Needs): string {
  const { platform, arch, versions } = process;
  const all = [dependencies, optionalDependencies].map((one) =>
    Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const text = JSON.stringify([all, lock ?? null, platform, arch, versions.modules]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function assertFew({ dependencies, optionalDependencies, lock = {} }: Needs, { packages }: Bounds): void {
  const named = Object.keys(dependencies).length + Object.keys(optionalDependencies).length;
  if (Math.max(named, Object.keys(lock).length) <= packages) return;
  throw new NotInstallable(`They are more than ${packages.toLocaleString('en')} packages.`);
}

/** Whose fault it is depends on what was waited for. */
function tooLong({ isAsked }: Registry, { seconds }: Bounds): Error {
  if (isAsked) return new RegistryFault(`the registry did not give all of them within ${seconds} s.`);
  return new NotInstallable(`They take more than ${seconds} s to install.`);
}

/** Without what the registry does not have, so that the others are installed all the same. */
async function withoutUnknown(needs: Needs, registry: Registry, notes: string[]): Promise<Needs> {
  const side = limit(8);
  const missing = Object.entries(needs.dependencies).filter(([name]) => needs.missing.includes(name));
  const unknown = await Promise.all(
    missing.map(([name, wanted]) => side(async () => ({ name, why: await whyUnknown(wanted, registry) }))),
  );
  const gone = new Map(unknown.flatMap(({ name, why }) => (why ? [[name, why]] : [])));
  for (const [name, why] of gone) notes.push(`The dependency "${name}" was not installed: ${why}`);
  const dependencies = Object.fromEntries(Object.entries(needs.dependencies).filter(([name]) => !gone.has(name)));
  return { ...needs, dependencies, missing: needs.missing.filter((name) => !gone.has(name)) };
}

async function whyUnknown(wanted: Wanted, registry: Registry): Promise<string | undefined> {
  try {
    for (const freshMs of [undefined, 0]) {
      const { versions, 'dist-tags': tags } = await registry.metadata(wanted.name, freshMs);
      if (chosen(wanted, Object.keys(versions), tags)) return undefined;
    }
    return `the registry has "${wanted.name}", but no version "${wanted.range}" of it. Correct the version in package.json.`;
  } catch (error) {
    if (!(error instanceof NotInstallable)) throw error;
    return error.message;
  }
}

/** By default what the settings of whoever grades say, wherever they keep them. */
async function registryUrl({ course, runtime: { npm } }: Premises, given: string | undefined): Promise<URL> {
  if (given !== undefined) return asUrl(given);
  if (!npm) throw new RegistryFault('there is no npm on this machine.');
  const cli = join(npm, 'bin', 'npm-cli.js');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'config', 'get', 'registry'], { cwd: course });
  return asUrl(stdout.trim());
}

function asUrl(text: string): URL {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text.replace(/\/*$/, '/'));
  throw new RegistryFault(`npm is set to the registry "${text}", which is no http(s) URL.`);
}
