import { isPackageName, isVersion, tarballPath } from './names.ts';

/** The `packages` of a package-lock.json, without the root's own entry. */
export type LockedPackages = Record<string, LockedPackage>;

export interface LockedPackage {
  version: string;
  /** The name in the registry, when it is another one than in node_modules. */
  name?: string;
  inBundle?: unknown;
  hasInstallScript?: unknown;
  [member: string]: unknown;
}

const FOLDER = 'node_modules/';

/**
 * The entries that lead to a registry: which registry that was does not matter, since the digest says what the package is.
 * @returns undefined when there is no lock, or one in a form before npm 7.
 */
export function packagesOf(lock: Record<string, unknown>, notes: string[]): LockedPackages | undefined {
  const { packages, lockfileVersion } = lock;
  if (typeof packages !== 'object' || packages === null) {
    if (lockfileVersion !== undefined) notes.push(OLD_FORM);
    return undefined;
  }
  const kept: LockedPackages = Object.create(null);
  for (const [path, entry] of Object.entries(packages)) {
    const name = folderName(path);
    const { dev, link, resolved, ...members } = shallow(entry);
    if (name === undefined || dev === true || link === true) continue;
    if (isUsable(name, members, resolved)) kept[path] = members;
    else notes.push(refusalOf(path, resolved ?? members.version));
  }
  return kept;
}

/** The same with the places from which npm is to take them. */
export function withPlaces(packages: LockedPackages, origin: string): Record<string, object> {
  const placed = Object.entries(packages).map(([path, entry]) => {
    const place = `${origin}${tarballPath(realName(path, entry), entry.version)}`;
    return [path, entry.inBundle === true ? entry : { ...entry, resolved: place }];
  });
  return Object.fromEntries(placed);
}

/** The names in the registry of those that want to run something when they are installed. */
export function namesWithScripts(packages: LockedPackages): string[] {
  const found = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  return [...new Set(found.map(([path, entry]) => realName(path, entry)))].sort();
}

/** Nothing in an entry of npm's is deeper than `peerDependenciesMeta.NAME.optional`; what is deeper could not be written. */
const DEPTH = 3;

function shallow(entry: unknown): Record<string, unknown> {
  return Object(pruned(entry, DEPTH));
}

function pruned(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) return value.map((one) => pruned(one, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, pruned(one, depth - 1)]));
}

const OLD_FORM =
  'package-lock.json was not used: it has the form of npm 6. Run "npm install" with a newer npm to write it anew.';

/** What a path such as `node_modules/a/node_modules/@b/c` ends with. */
function folderName(path: string): string | undefined {
  const at = path.lastIndexOf(FOLDER);
  const isInside = at === 0 || (path.startsWith(FOLDER) && path[at - 1] === '/');
  const name = path.slice(at + FOLDER.length);
  return isInside && isPackageName(name) && !path.split('/').includes('..') ? name : undefined;
}

function realName(path: string, { name }: LockedPackage): string {
  return name ?? folderName(path) ?? '';
}

function isUsable(own: string, entry: Record<string, unknown>, resolved: unknown): entry is LockedPackage {
  const { version, name = own, inBundle } = entry;
  if (typeof name !== 'string' || !isPackageName(name) || !isVersion(version)) return false;
  if (resolved === undefined || inBundle === true) return true;
  return typeof resolved === 'string' && /^https?:\/\//.test(resolved) && isTarballOf(resolved, name, version);
}

function isTarballOf(url: string, name: string, version: string): boolean {
  if (!URL.canParse(url)) return false;
  const path = slashed(new URL(url).pathname);
  return path.endsWith(tarballPath(name, version));
}

function slashed(text: string): string {
  return text.replace(/%2f/gi, '/').replace(/%40/g, '@');
}

function refusalOf(path: string, place: unknown): string {
  const shown = typeof place === 'string' ? `"${place.slice(0, 200)}"` : 'what it names';
  return (
    `The entry "${path.slice(0, 200)}" of package-lock.json was not used: ${shown} is no package of a registry. Remove what asks for it ` +
    'from package.json, and run "npm install" to write package-lock.json anew.'
  );
}
