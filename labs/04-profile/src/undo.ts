import { Problem } from '@seeka/kit/problem';
import type { Neighbours, Shown } from './neighbours.ts';
import type { Operation } from './operation.ts';
import { type Answer, type Ask, Unanswered } from './patience.ts';
import { idIn } from './refusal.ts';
import type { SagaParts } from './saga.ts';

/**
 * Undoes what an operation has made, in reverse, from wherever it stands.
 * @throws Unanswered or StepFailed when something cannot be undone yet.
 */
export async function undo(parts: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  throw new Problem(501, 'TODO(4.3) Undo what this operation has made: the person, then the address.');
}

/** Deletes an address, unless somebody lives there; whether it is gone. @throws Unanswered */
export async function clearAddress(neighbours: Neighbours, id: string, ask: Ask): Promise<boolean> {
  throw new Problem(501, 'TODO(4.3) Delete it, unless GET /persons?address={id} shows somebody.');
}

/** Whether a deletion has been done, or need not be. */
export function isGone({ status }: Answer): boolean {
  return status === 204 || status === 200 || status === 404;
}
