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

/** The answer of a step's call, when it has one of these statuses. @throws StepFailed */
export async function expected(step: StepName, call: Promise<Answer>, ...statuses: number[]): Promise<Answer> {
  const answer = await call.catch((error: unknown) => {
    if (!(error instanceof Unanswered)) throw error;
    throw new StepFailed(step, problemOf(error), error.inDoubt ? 'in doubt' : 'not done');
  });
  if (statuses.includes(answer.status)) return answer;
  throw new StepFailed(step, refusalOf(step, answer), 'refused');
}

/** The id of what was made. @throws StepFailed when the answer shows none: then it cannot be named. */
export function idIn(step: StepName, { text }: Answer): string {
  const id = membersOf(text)?.id;
  // PostgreSQL stores no U+0000, and no path may lead elsewhere.
  const isGood = typeof id === 'string' && id.isWellFormed() && !/^\.{0,2}$|\0/.test(id);
  if (!isGood) throw new StepFailed(step, away(`${step}: no id`), 'in doubt');
  return id;
}

function refusalOf(step: StepName, { status, text }: Answer): Problem {
  // TODO(4.2) What the client is at fault for is said to it: 422 with pointers as it knows them, and 409.
  return away(`${step}: status ${status}`);
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
