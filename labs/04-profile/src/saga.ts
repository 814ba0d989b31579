import { Problem } from '@seeka/kit/problem';
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
  throw new Problem(
    501,
    'TODO(4.2) Create the address, then the person, then the link; write down each outcome before the next call.',
  );
}
