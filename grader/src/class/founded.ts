import type { Grade } from './gradebook.ts';

/** Whether points were lost while the machine held the grader up: then it may be the machine's fault. */
export function isPressed({ score, report }: Grade): boolean {
  return score !== null && (report?.pressed ?? []).length > 0;
}

/** Of two gradings of one attempt, the one to record: the second, which had the machine to itself, unless it takes points away. */
export function betterFounded(first: Grade, second: Grade): Grade {
  return second.score !== null && second.score >= (first.score ?? 0) ? second : first;
}
