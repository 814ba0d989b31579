import { maxSatisfying, satisfies, validRange } from 'semver';
import { isPackageName } from './names.ts';

/** What a package.json asks for under a name, as far as a registry can give it. */
export interface Wanted {
  /** The package's name in the registry: another one than in package.json for `npm:other@^1`. */
  name: string;
  /** A range of versions, or a tag. */
  range: string;
}

const TAG = /^[a-z][\w.-]{0,100}$/i;

/** @returns undefined for what does not come from the registry: Git, files, URLs, workspaces, nonsense. */
export function wantedOf(name: string, spec: unknown): Wanted | undefined {
  if (!isPackageName(name) || typeof spec !== 'string') return undefined;
  const [, other, range] = /^npm:((?:@[^/@]+\/)?[^/@]+)(?:@(.*))?$/.exec(spec.trim()) ?? [name, name, spec.trim()];
  if (other === undefined || !isPackageName(other)) return undefined;
  return isRange(range ?? '') || TAG.test(range ?? '') ? { name: other, range: range ?? '' } : undefined;
}

/** Whether the range allows the version; any is the latest for somebody who asks for the latest. */
export function allows({ range }: Wanted, version: string): boolean {
  return range === 'latest' || (isRange(range) && satisfies(version, range));
}

/** The version that npm would choose. */
export function chosen({ range }: Wanted, versions: string[], tags: Record<string, string>): string | undefined {
  if (!isRange(range)) return Object.hasOwn(tags, range) ? tags[range] : undefined;
  const latest = tags.latest;
  if (latest !== undefined && satisfies(latest, range)) return latest;
  return maxSatisfying(versions, range) ?? undefined;
}

function isRange(text: string): boolean {
  return text.length < 257 && validRange(text) !== null;
}
