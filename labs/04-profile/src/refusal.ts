import { type MemberFault, Problem } from '@seeka/kit/problem';
import { membersOf } from './neighbours.ts';
import type { StepName } from './operation.ts';
import { type Answer, Unanswered } from './patience.ts';

/** Refused: answered, and not done. Not done: as far as this call is concerned. In doubt: perhaps done all the same. */
type Outcome = 'refused' | 'not done' | 'in doubt';

/** A step of an operation that cannot be done, and what its client is told. */
export class StepFailed extends Error {
  readonly step: StepName;
  readonly problem: Problem;
  readonly outcome: Outcome;

  constructor(step: StepName, problem: Problem, outcome: Outcome) {
    super(problem.message, { cause: problem });
    this.step = step;
    this.problem = problem;
    this.outcome = outcome;
  }
}

/** What a client that waits for a write is told when a neighbour gives no answer. */
export function problemOf(error: Unanswered): Problem {
  return away(error);
}

/** Problem: 503. */
export function away(cause: unknown): Problem {
  const headers = { 'Retry-After': '1' };
  return new Problem(503, 'A neighbour cannot be asked at the moment.', {
    code: 'neighbour-unavailable',
    headers,
    cause,
  });
}
