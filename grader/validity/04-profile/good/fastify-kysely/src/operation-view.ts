import type { Operation } from './operations.ts';
import { type Facts, problemOf } from './problem.ts';
import { profileHref } from './profile.ts';

export function operationPath({ id }: Pick<Operation, 'id'>): string {
  return `/operations/${id}`;
}

/** An operation as it is shown: JSON. */
export function operationBody(operation: Operation): string {
  const { id, status, person_id, created_at } = operation;
  const links = [{ rel: 'self', href: `..${operationPath(operation)}` }];
  if (status === 'succeeded') links.push({ rel: 'profile', href: profileHref(person_id ?? '') });
  const failed = status === 'failed' || status === 'compensated';
  return JSON.stringify({
    id,
    status,
    steps: [
      { name: 'address', status: operation.address_step, call: 'POST /addresses' },
      { name: 'person', status: operation.person_step, call: 'POST /persons' },
      { name: 'link', status: operation.link_step, call: 'PUT /persons/{id}/address' },
    ],
    ...(failed ? { problem: problemIn(operation) } : {}),
    createdAt: created_at.toISOString(),
    links,
  });
}

function problemIn({ id, problem }: Operation): object {
  const facts: Facts = JSON.parse(problem ?? '{}');
  return problemOf(facts, operationPath({ id }));
}
