import type { Outcome } from '../types.ts';
import type { Grade } from './gradebook.ts';

/** The checks that lost points while the machine held the grader up, maybe by its fault, and those that wait for them. */
export function pressedIn({ score, report }: Grade): string[] {
  const pressed = (score === null ? undefined : report?.pressed) ?? [];
  const waits = ({ status, by = [] }: Outcome) => status === 'blocked' && by.some((id) => pressed.includes(id));
  return [...pressed, ...(report?.outcomes ?? []).filter(waits).map(({ id }) => id)];
}

/** Of two gradings of one attempt, the one to record: the second, which had the machine to itself, unless it takes points away. */
export function betterFounded(first: Grade, second: Grade): Grade {
  return second.score !== null && second.score >= (first.score ?? 0) ? second : first;
}
