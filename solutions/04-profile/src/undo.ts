// @lab:begin 4.3
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
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
  // @lab:begin 4.3
  const certain = await settlePerson(parts, operation, ask);
  const unpeopled = await removePerson(parts, certain, ask);
  const cleared = await removeAddress(parts, unpeopled, ask);
  const hasMade = cleared.personId !== null || cleared.addressMade;
  return parts.operations.change(operation.id, { status: hasMade ? 'compensated' : 'failed' });
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.3) Undo what this operation has made: the person, then the address.');
  // @lab:end
}

/** Deletes an address, unless somebody lives there; whether it is gone. @throws Unanswered */
export async function clearAddress(neighbours: Neighbours, id: string, ask: Ask): Promise<boolean> {
  // @lab:begin 4.3
  if (await neighbours.isInhabited(id, ask)) return false;
  await vanish(
    () => neighbours.address(id, ask),
    (etag) => neighbours.deleteAddress(id, etag, ask),
  );
  return true;
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.3) Delete it, unless GET /persons?address={id} shows somebody.');
  // @lab:end
}

/** Whether a deletion has been done, or need not be. */
export function isGone({ status }: Answer): boolean {
  return status === 204 || status === 200 || status === 404;
}
// @lab:begin 4.3

/** Asks again, under the same key and with the same bytes, until Person says what became of the first time. */
async function settlePerson({ operations, neighbours }: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  const { id, personStep, personDraft, personKey } = operation;
  if (personStep !== 'running') return operation;
  const answer = await neighbours.createPerson(personDraft, personKey, ask);
  if (answer.status !== 201) return operations.change(id, { personStep: 'failed' });
  return operations.change(id, { personStep: 'done', personId: idIn('person', answer) });
}

async function removePerson({ operations, neighbours }: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  const { id, personStep, personId } = operation;
  if (personStep !== 'done' || personId === null) return operation;
  await vanish(
    () => neighbours.person(personId, ask),
    (etag) => neighbours.deletePerson(personId, etag, ask),
  );
  return operations.change(id, { personStep: 'undone' });
}

async function removeAddress(parts: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  const { id, addressStep, addressMade, addressId } = operation;
  if (addressStep !== 'done' || !addressMade || addressId === null) return operation;
  const isRemoved = await clearAddress(parts.neighbours, addressId, ask);
  return isRemoved ? parts.operations.change(id, { addressStep: 'undone' }) : operation;
}

/** Deletes something in whatever state it is: where it has changed in between, it is read anew. */
async function vanish(
  read: () => Promise<Shown | undefined>,
  remove: (etag: string) => Promise<Answer>,
): Promise<void> {
  // Whoever changes it that often will be tried again in a second.
  for (let tries = 0; tries < 3; tries += 1) {
    const shown = await read();
    if (!shown) return;
    const answer = await remove(shown.etag);
    if (isGone(answer)) return;
    if (answer.status !== 412) break;
  }
  throw new Unanswered('deletion', 'failed', false);
}
// @lab:end
