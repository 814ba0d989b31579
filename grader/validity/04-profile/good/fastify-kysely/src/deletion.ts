import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Caller, callerOf } from './caller.ts';
import type { Journey } from './calls.ts';
import { type ChoreParts, erased, isFinal } from './chores.ts';
import { demandMatch } from './etag.ts';
import { idIn, isGone } from './neighbours.ts';
import type { Chore } from './operations.ts';
import { demandOwner, type Item, type Parts } from './parts.ts';
import { HttpProblem, SOON } from './problem.ts';
import { type Profile, readProfile } from './profile.ts';

export function deletion(app: FastifyInstance, parts: Parts): void {
  app.delete<Item>('/profiles/:id', { onRequest: parts.authenticate }, async (request, reply) => {
    const { id } = request.params;
    const caller = callerOf(request);
    await demandOwner(parts, caller, id);
    const ifMatch = request.headers['if-match'];
    if (ifMatch === undefined) throw new HttpProblem(428, 'If-Match is needed.');
    if (parts.neighbours.anyOpen) throw away();
    const profile = await readProfile(parts.neighbours, id, caller.journey);
    if (profile === 'gone') throw new HttpProblem(404, 'There is no such profile.');
    if (typeof profile === 'string' || profile.address === 'unavailable') throw away();
    demandMatch(ifMatch, profile.etag);
    await parts.prepare();
    await erase(parts, eraseOf(id, profile, caller), caller);
    return reply.code(204).send();
  });
}

function eraseOf(id: string, { person, address }: Profile, { journey }: Caller): Chore {
  const [target, etag] = typeof address === 'string' ? [null, null] : [idIn(address), address.etag ?? null];
  // Whose id cannot be read cannot be deleted.
  if (target === undefined) throw away();
  return {
    chain: `del_${randomBytes(18).toString('base64url')}`,
    nr: 1,
    kind: 'erase',
    target: id,
    etag: person.etag ?? null,
    trace: journey.trace,
    next_target: target,
    next_etag: etag,
  };
}

/** Returns when the person is gone. Problems: 404, 412, 503. */
async function erase({ worker, ...parts }: Parts, chore: Chore, { journey }: Caller): Promise<void> {
  const { chain } = chore;
  try {
    await worker.alone(chain, journey.authorization, () => tryToErase(parts, chore, journey));
  } catch (error) {
    worker.kick(chain);
    throw error;
  }
  await worker.finished(chain, journey.until);
}

async function tryToErase({ operations, neighbours }: ChoreParts, chore: Chore, journey: Journey): Promise<void> {
  await operations.addChore(chore);
  const outcome = await neighbours.deletePerson(chore.target, chore.etag ?? '*', journey);
  const { reply, tries, doubt } = outcome;
  const status = reply.kind === 'answer' ? reply.status : 0;
  const wasGone = tries === 1 && (status === 404 || status === 410);
  if (isGone(reply) && !wasGone) return erased(operations, chore);
  // In doubt the chore stays, and is done later.
  if (!doubt || isFinal(outcome)) await operations.finish(chore, {});
  if (wasGone) throw new HttpProblem(404, 'There is no such profile any more.');
  throw status === 412 ? new HttpProblem(412, 'The person has changed.') : away();
}

function away(): HttpProblem {
  return new HttpProblem(503, 'The profile cannot be deleted now.', { headers: SOON });
}
