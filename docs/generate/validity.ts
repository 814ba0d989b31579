import type { Rubric } from '../../grader/src/types.ts';
import { writePage } from './page.ts';

/** A service that is wrong on purpose, in one way. */
export interface Mutant {
  name: string;
  description: string;
  /** Ids of the checks that must fail on it. */
  kills: string[];
}
export async function readMutants(_lab: string): Promise<Mutant[]> {
  return [];
}
export function writeValidity(rubric: Rubric): string {
  return writePage({
    slug: `/validity/${rubric.lab}`,
    title: 'Is the grader right?',
    description: 'x',
    source: `grader/validity/${rubric.lab}`,
    body: 'soon',
  });
}
