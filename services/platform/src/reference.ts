import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The course's own service of a lab: its sources or, in the student edition, which has none, its bundle. */
export function referenceOf(course: string, lab: string): string {
  const sources = join(course, 'solutions', lab);
  return existsSync(sources) ? sources : join(course, 'services', 'reference', lab);
}
