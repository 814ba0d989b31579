import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A digest of everything that decides a verdict: contract, wire shape, points. */
export async function digestOf(course: string, lab: string): Promise<string> {
  const contract = (await Array.fromAsync(glob(`grader/contracts/${lab}/**/*.ts`, { cwd: course }))).sort();
  const hash = createHash('sha256');
  for (const file of [...contract, `labs/${lab}/openapi.yaml`, `labs/${lab}/lab.yaml`]) {
    hash.update(file).update(await readFile(join(course, file)));
  }
  return hash.digest('hex');
}
