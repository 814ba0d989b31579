import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import type { Neighbours } from './neighbours.ts';
import type { Operations } from './operations.ts';
import { HttpProblem } from './problem.ts';
import type { Worker } from './worker.ts';

/** What the routes are made of. */
export interface Parts {
  authenticate: (request: FastifyRequest) => Promise<void>;
  /** Brings the database to its form, or rejects. */
  prepare: () => Promise<void>;
  operations: Operations;
  neighbours: Neighbours;
  worker: Worker;
}

export type Item = { Params: { id: string } };

/** One's own profile, and those that one has begun; of others nobody learns anything. Problem: 404. */
export async function demandOwner(parts: Parts, { sub, principal }: Caller, id: string): Promise<void> {
  if (sub === id) return;
  // PostgreSQL keeps no NUL.
  if (!id.includes('\0')) {
    await parts.prepare();
    if (await parts.operations.hasBegun(principal, id)) return;
  }
  throw new HttpProblem(404, 'There is no such profile.');
}
