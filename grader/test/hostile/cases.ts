import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { course } from '../../src/cli/labs.ts';

/** The classes of attack; what is handed in as an archive or from Git has tests of its own. */
export const CLASSES = [
  ...['forge', 'subvert', 'read', 'recognise', 'borrow', 'network', 'exhaust', 'inject', 'cross over'],
];

/** `hostile.yaml` of a hostile submission. */
export interface Hostile {
  name: string;
  class: string;
  /** What it tries, in one sentence. */
  does: string;
  lab: string;
  /** A correct service that the attack is built into; none by default. */
  around?: 'reference' | 'koa-postgres';
  /** Symbolic links to make, each with where it leads: tools that walk through the repository would stumble over them. */
  links?: Record<string, string>;
  /** The checks that it is graded by, beside what they need; all by default. */
  checks?: string[];
  /** What its honest part earns, in percent of what these checks are worth. */
  score: { exactly: number } | { most: number };
  /** Whether the attack works where nothing stops it: then it is graded without a sandbox too, and must confess. */
  confesses?: boolean;
  /** Patterns that the report must match. */
  says?: string[];
  /** What must hold afterwards, beside what is asked of all. */
  after: string[];
}

const folder = join(course, 'grader', 'validity', 'hostile');

/** All of them, by name: what leaves something behind is graded right before what looks for it. */
export function hostileSubmissions(): Hostile[] {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  return names.sort().map((name) => ({ name, ...parse(readFileSync(join(folder, name, 'hostile.yaml'), 'utf8')) }));
}

/** What a hostile submission is told of the machine, so that it need not guess. */
export interface Canary {
  secret: string;
  file: string;
  variable: string;
  port: number;
  pid: number;
  stages: string;
  databasePort: number;
}

/** Puts a hostile submission together: the correct service, then the attack, which runs before it. */
export async function assemble({ name, around, links = {} }: Hostile, canary: Canary, to: string): Promise<string> {
  const place = join(to, name);
  await mkdir(place, { recursive: true });
  if (around) await cp(serviceOf(around), place, { recursive: true, filter: (path) => !path.includes('node_modules') });
  if (around) await prepend(join(place, 'package.json'));
  await cp(join(folder, 'forbidden.js'), join(place, 'forbidden.js'));
  await cp(join(folder, name), place, { recursive: true, verbatimSymlinks: true });
  // Nothing of that name is kept by Git.
  const packages = join(place, 'packages');
  if (existsSync(packages)) await rename(packages, join(place, 'node_modules'));
  for (const [link, target] of Object.entries(links)) await symlink(target, join(place, link));
  await writeFile(join(place, 'canary.json'), JSON.stringify(canary));
  return place;
}

function serviceOf(around: NonNullable<Hostile['around']>): string {
  const good = join(course, 'grader', 'validity', '01-address', 'good');
  return around === 'reference' ? join(course, 'solutions', '01-address') : join(good, around);
}

async function prepend(file: string): Promise<void> {
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.scripts.start = manifest.scripts.start.replace(/^node /, 'node --import ./attack.js ');
  await writeFile(file, JSON.stringify(manifest));
}
