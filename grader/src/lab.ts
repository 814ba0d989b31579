import { join } from 'node:path';
import { conformanceChecks } from './conformance.ts';
import { loadContract } from './contract.ts';
import { type OperationRule, readRules } from './openapi.ts';
import { loadRubric } from './rubric.ts';
import type { OpenWorld, Rubric } from './types.ts';

/** All that grading needs to know of one lab. */
export interface Lab {
  rubric: Rubric;
  openWorld: OpenWorld;
  rules: OperationRule[];
}

/** Reads a lab of the course: its description, its checks, its rubric. `course` is the repository's root. */
export async function loadLab(course: string, lab: string): Promise<Lab> {
  const rules = await readRules(join(course, 'labs', lab, 'openapi.yaml'));
  const { checks, openWorld } = await loadContract(lab);
  return { rubric: loadRubric(course, lab, [...checks, ...conformanceChecks(rules)]), openWorld, rules };
}
