import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fewNotes } from '../notes.ts';
import { defaultBounds } from './bounds.ts';
import { type LockedPackages, packagesOf } from './lock.ts';
import { allows, type Wanted, wantedOf } from './spec.ts';

/** What a submission needs from a registry. */
export interface Needs {
  /** By their names in package.json. */
  dependencies: Record<string, Wanted>;
  optionalDependencies: Record<string, Wanted>;
  /** What package-lock.json says of them and of what they need, if there is one that can be used. */
  lock?: LockedPackages;
  /** Names of those that the course lacks. */
  missing: string[];
  /** What cannot be installed, a sentence each. */
  notes: string[];
}

/** Far above what anybody's package.json and package-lock.json take. */
const MOST_BYTES = 5 * 2 ** 20;
/** The course's own packages are in no registry; a stranger's may be there under their name. */
const OWN_SCOPE = '@seeka/';

/** Reads what was handed in; where that is no folder of Node's, nothing is needed. */
export async function needsOf(folder: string, course: string): Promise<Needs> {
  const manifest = await objectIn(folder, 'package.json');
  const notes: string[] = [];
  const optional = listed(manifest.optionalDependencies, notes);
  const names = new Set(optional.map(([name]) => name));
  const required = listed(manifest.dependencies, notes).filter(([name]) => !names.has(name));
  const dependencies = wanted(required, notes);
  const optionalDependencies = wanted(optional, notes);
  const all = Object.entries({ ...dependencies, ...optionalDependencies });
  const has = await Promise.all(all.map(([name, one]) => courseHas(course, name, one)));
  const missing = all.flatMap(([name], index) => (has[index] ? [] : [name]));
  const lock = missing.length > 0 ? packagesOf(await objectIn(folder, 'package-lock.json'), notes) : undefined;
  return { dependencies, optionalDependencies, missing, notes: fewNotes(notes), ...(lock ? { lock } : {}) };
}

function listed(value: unknown, notes: string[]): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const entries = Object.entries(value).filter(([name]) => !name.startsWith(OWN_SCOPE));
  if (entries.length <= defaultBounds.packages) return entries;
  notes.push(`package.json names ${entries.length} dependencies. None was installed: that is more than anybody needs.`);
  return [];
}

function wanted(entries: [string, unknown][], notes: string[]): Record<string, Wanted> {
  const found = entries.map(([name, spec]) => [name, wantedOf(name, spec)] as const);
  for (const [index, [name, one]] of found.entries()) if (!one) notes.push(refusalOf(name, entries[index]?.[1]));
  return Object.fromEntries(found.flatMap(([name, one]) => (one ? [[name, one]] : [])));
}

function refusalOf(name: string, spec: unknown): string {
  const shown = typeof spec === 'string' ? `"${spec.slice(0, 200)}"` : `what is no text (${typeof spec})`;
  return (
    `The dependency "${name.slice(0, 200)}" was not installed: ${shown} is no version of a package in the registry, and nothing is ` +
    'fetched from elsewhere. Name a version in package.json, or copy what you need into your folder.'
  );
}

/** Below the name another version, or another package, may be. */
async function courseHas(course: string, name: string, one: Wanted): Promise<boolean> {
  if (one.name !== name) return false;
  const version = await versionIn(join(course, 'node_modules'), name);
  return version !== undefined && allows(one, version);
}

/** Of the package that is installed there; undefined when none is. */
export async function versionIn(modules: string, name: string): Promise<string | undefined> {
  const text = await readFile(join(modules, name, 'package.json'), 'utf8').catch(() => '{}');
  const { version } = parsed(text);
  return typeof version === 'string' ? version : undefined;
}

/** An object without members when there is no such file, or none that can be read: whoever starts it says so. */
async function objectIn(folder: string, name: string): Promise<Record<string, unknown>> {
  const path = await realpath(join(folder, name)).catch(() => undefined);
  // A link may lead to anywhere on this machine.
  if (!path?.startsWith(`${await realpath(folder)}${sep}`)) return {};
  const found = await stat(path);
  return found.isFile() && found.size <= MOST_BYTES ? parsed(await readFile(path, 'utf8')) : {};
}

function parsed(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
