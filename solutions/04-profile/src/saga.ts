// @lab:begin 4.2
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
// @lab:end
import type { Neighbours } from './neighbours.ts';
import { type Operation, told } from './operation.ts';
import type { Operations } from './operations.ts';
import type { Ask } from './patience.ts';
import { expected, idIn, StepFailed } from './refusal.ts';

export interface SagaParts {
  operations: Operations;
  neighbours: Neighbours;
}

/** Carries an operation forward, from wherever it stands: three calls, and a record after each. */
export async function carryOut(parts: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  // @lab:begin 4.2
  try {
    const placed = await createAddress(parts, operation, ask);
    const peopled = await createPerson(parts, placed, ask);
    return await link(parts, peopled, ask);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return stop(parts, operation, error);
  }
  // @lab:starter
  //| throw new Problem(501, 'TODO(4.2) Create the address, then the person, then the link; write down each outcome before the next call.');
  // @lab:end
}
// @lab:begin 4.2

async function createAddress(parts: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  const { operations, neighbours } = parts;
  if (operation.addressStep === 'done') return operation;
  const answer = await expected('address', neighbours.createAddress(operation.addressDraft, ask), 201, 200);
  return operations.change(operation.id, {
    ...{ addressStep: 'done', addressId: idIn('address', answer), addressMade: answer.status === 201 },
    personStep: 'running',
  });
}

async function createPerson(parts: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  const { operations, neighbours } = parts;
  if (operation.personStep === 'done') return operation;
  const { personDraft, personKey } = operation;
  const answer = await expected('person', neighbours.createPerson(personDraft, personKey, ask), 201);
  const change = { personStep: 'done', personId: idIn('person', answer), linkStep: 'running' } as const;
  return operations.change(operation.id, change);
}

async function link({ operations, neighbours }: SagaParts, operation: Operation, ask: Ask): Promise<Operation> {
  const { id, personId, addressId } = operation;
  await expected('link', neighbours.link(String(personId), String(addressId), ask), 204, 200, 201);
  return operations.change(id, { linkStep: 'done', status: 'succeeded' });
}

/** @param operation as it was when this round began. */
async function stop({ operations }: SagaParts, operation: Operation, failure: StepFailed): Promise<Operation> {
  const problem = told(failure.problem);
  // @lab:begin 4.3
  const { step, outcome } = failure;
  // A person's step that was running when the round began may have been done then, whatever this call has found.
  const inDoubt = outcome === 'in doubt' || (outcome === 'not done' && operation.personStep === 'running');
  const status = step === 'person' && inDoubt ? 'running' : 'failed';
  return operations.change(operation.id, { [`${step}Step`]: status, status: 'undoing', problem });
  // @lab:starter
  //| // TODO(4.3) What was made must be undone: until then the operation is not over.
  //| return operations.change(operation.id, { [`${failure.step}Step`]: 'failed', status: 'failed', problem });
  // @lab:end
}
// @lab:end
