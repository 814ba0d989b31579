import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLE, bundle } from '../bundle.ts';
import { entryOf } from '../pack.ts';

/** Puts a lab's reference service into `services/reference/`, in a form that runs and is not meant to be read. */
export async function writeReference(course: string, lab: string, out: string): Promise<void> {
  const solution = join(course, 'solutions', lab);
  const reference = join(out, 'services', 'reference', lab);
  const entry = await entryOf(solution);
  await bundle({ folder: solution, entry, out: reference, packages: 'installed', minified: true });
  await copyFile(join(solution, 'openapi.yaml'), join(reference, 'openapi.yaml'));
  await mkdir(join(reference, 'migrations'));
  for (const name of await readdir(join(solution, 'migrations'))) {
    const text = await readFile(join(solution, 'migrations', name), 'utf8');
    await writeFile(join(reference, 'migrations', name), withoutComments(text));
  }
  const manifest = { private: true, type: 'module', scripts: { start: `node ${BUNDLE}` }, seeka: { lab } };
  await writeFile(join(reference, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Marks are comments, and starter parts too. */
function withoutComments(sql: string): string {
  const lines = sql.split('\n').filter((line) => line.trim() !== '' && !line.trimStart().startsWith('--'));
  return `${lines.join('\n')}\n`;
}
