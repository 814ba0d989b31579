import type { Reply } from './calls.ts';
import { isObject, isUndecided } from './neighbours.ts';
import { type Facts, type Fault, SOON } from './problem.ts';

/** What a client is told when a neighbour does not do its part. */
export function refusalOf(reply: Reply, part: 'address' | 'person' | 'link'): Facts {
  if (reply.kind === 'late' || reply.kind === 'unsent') return { status: 504, detail: `The ${part} took too long.` };
  if (reply.kind === 'answer' && part !== 'link') {
    if (reply.status === 422) {
      return { status: 422, detail: `The ${part} breaks a rule.`, errors: faultsIn(reply.json, part) };
    }
    if (part === 'person' && reply.status === 409 && !isUndecided(reply)) {
      return { status: 409, detail: 'There is such a person already.' };
    }
  }
  return { status: 503, detail: `The ${part} cannot be had now.`, headers: SOON };
}

/** A pointer into the body that a neighbour got leads to the same place in ours. */
function faultsIn(problem: unknown, part: string): Fault[] {
  const errors: unknown[] = isObject(problem) && Array.isArray(problem.errors) ? problem.errors : [];
  const faults = errors.filter(isObject).map(({ pointer, detail }) => ({
    pointer: `/${part}${typeof pointer === 'string' ? pointer : ''}`,
    detail: typeof detail === 'string' ? detail : 'breaks a rule',
  }));
  return faults.length > 0 ? faults : [{ pointer: `/${part}`, detail: 'breaks a rule' }];
}
