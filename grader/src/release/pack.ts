import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { readLab } from '../cli/labs.ts';
import { UsageError } from '../cli/shell.ts';
import { startCommandOf } from '../deploy/command.ts';
import { NotStarted } from '../deploy/errors.ts';
import { BUNDLE, bundle } from './bundle.ts';
import type { Made } from './folder.ts';
import { dockerfile, dockerignore, readme } from './pack-files.ts';

export interface PackOptions {
  lab: string;
  /** The service's folder, as a real path. */
  folder: string;
  /** An empty folder. */
  out: string;
}

/** Packs a service into a folder that runs wherever there is Node. @throws UsageError when it is no service for Node. */
export async function pack({ lab, folder, out }: PackOptions): Promise<void> {
  const entry = await entryOf(folder);
  await bundle({ folder, entry, out, packages: 'inside', minified: false });
  await cp(folder, out, { recursive: true, filter: (path) => isRead(relative(folder, path)) });
  await removeEmpty(out);
  const { version = '0.0.0' } = await manifestOf(folder);
  const files = {
    'package.json': packageJson(lab, version),
    Dockerfile: dockerfile(),
    '.dockerignore': dockerignore,
    'README.md': readme(lab, readLab(lab).settings),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(out, name), text);
}

/** The file that `node` starts. @throws UsageError when something else starts the service. */
export async function entryOf(folder: string): Promise<string> {
  const { line } = await startCommandOf(folder).catch((error: unknown) => {
    throw error instanceof NotStarted ? new UsageError(`${folder}: ${error.message} ${error.advice}`) : error;
  });
  const [, entry] = /^(?:exec )?node (?:\.\/)?([\w./-]+\.[cm]?[jt]s)$/.exec(line) ?? [];
  if (entry) return entry;
  throw new UsageError(
    `${folder} is started by "${line}". A bundle is made of JavaScript or TypeScript, and only of what "node FILE" ` +
      `starts. In another language the host must bring that language: deploy the folder itself, with its Procfile.`,
  );
}

const CODE = new Set(['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs']);
/** Of the course, of npm, or written anew. */
const LEFT_OUT =
  /^(node_modules|test|tests|dist|coverage|figures|README\.md|Dockerfile|Procfile|(lab|hints)\.yaml|(package|package-lock|tsconfig)\.json)$/;
/** What may hold a secret has no place in something that is passed on. */
const SECRET = /^\.|\.(pem|key|p12|env|log)$/;

/** Whether the running service may read it: neither code, which is in the bundle, nor hidden. Migrations may be code. */
function isRead(path: string): boolean {
  if (path === '') return true;
  const [first = ''] = path.split('/');
  if (LEFT_OUT.test(first) || path.split('/').some((name) => SECRET.test(name) || name === 'node_modules'))
    return false;
  return first === 'migrations' || !CODE.has(extname(path));
}

/** Folders of which all was code. */
async function removeEmpty(folder: string): Promise<void> {
  const { rmdir } = await import('node:fs/promises');
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeEmpty(join(folder, entry.name));
  }
  if ((await readdir(folder)).length === 0) await rmdir(folder);
}

async function manifestOf(folder: string): Promise<{ version?: string }> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}'));
}

function packageJson(lab: string, version: string): string {
  const made: Made = 'packed service';
  const manifest = {
    ...{ name: `seeka-${lab}`, version, private: true, type: 'module' },
    engines: { node: '>=24' },
    scripts: { start: `node ${BUNDLE}` },
    seeka: { lab, made },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
