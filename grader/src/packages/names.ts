/** As npm allows it, and names of old packages. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;
const LONGEST = 214;

/** Whether a package in a registry may have this name. */
export function isPackageName(name: string): boolean {
  return name.length <= LONGEST && NAME.test(name);
}

/** A version as a registry has it. */
const VERSION = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

export function isVersion(version: unknown): version is string {
  return typeof version === 'string' && version.length < 257 && VERSION.test(version);
}

/** Where a registry has a tarball: `/zod/-/zod-4.1.0.tgz`, `/@koa/router/-/router-14.0.0.tgz`. */
export function tarballPath(name: string, version: string): string {
  return `/${name}/-/${baseOf(name)}-${version}.tgz`;
}

/** What a request to a registry asks for. */
export interface Asked {
  name: string;
  /** The package itself; absent when only what is said of it is asked for. */
  version?: string;
}

/** Undefined for anything but a package or its tarball. */
export function askedBy(path: string): Asked | undefined {
  const decoded = path.replace(/^\/(@[^/%]+)%2f/i, '/$1/');
  const [, name = '', file] = /^\/((?:@[^/]+\/)?[^/@]+)(?:\/-\/([^/]+)\.tgz)?$/.exec(decoded) ?? [];
  if (!isPackageName(name)) return undefined;
  if (file === undefined) return { name };
  const version = file.slice(baseOf(name).length + 1);
  return file.startsWith(`${baseOf(name)}-`) && isVersion(version) ? { name, version } : undefined;
}

function baseOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}
