import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Asked, away, type Handler, Refusal, refusalIn } from './exchange.ts';
import { opened, type Parts, profileNow } from './handlers.ts';
import type { Job, State } from './job.ts';
import { isCurrent } from './match.ts';
import { etagOf, type Profile } from './profile.ts';
import { traceOf } from './trace.ts';

/** An answer within a second must be used: with less time left nothing is begun. */
const LEAST_MS = 1_050;

export function deleteHandler(parts: Parts): Handler {
  return async (asked) => {
    const { id, owner } = await opened(parts, asked);
    const ifMatch = asked.headers['if-match'];
    if (ifMatch === undefined) throw new Refusal(428, 'Send If-Match.');
    if (parts.neighbours.areDown) throw away('A neighbour is down.');
    const profile = await profileNow(parts, asked, id);
    if (!profile.isWhole || !isNamed(profile.address)) throw away('The address cannot be read.');
    if (!isCurrent(etagOf(profile), ifMatch)) throw new Refusal(412, 'The profile is not what you know.');
    if (asked.deadline - performance.now() < LEAST_MS) throw away('The neighbours are too slow.');
    const job = newJob(asked, owner, stateFor(id, profile));
    const begun = await parts.runner.begin(job, asked.headers.authorization);
    await Promise.race([begun?.told, delay(asked.deadline - performance.now())]);
    const { stage, problem } = job.state;
    if (problem) throw refusalIn(problem);
    if (stage === 'remove') throw away('Nobody said whether the person is deleted.');
    // Where the address cannot be deleted yet, it will be.
    return { status: 204 };
  };
}

/** Whether it can be deleted, as far as it is there. */
function isNamed(address: Profile['address']): boolean {
  return address === null || typeof address.id === 'string';
}

function newJob({ origin, headers }: Asked, owner: string, state: State): Job {
  return {
    id: randomUUID(),
    kind: 'delete',
    ...{ owner, origin, state },
    ...{ key: null, body: null, personKey: '', answer: null },
    later: false,
    trace: traceOf(headers.traceparent),
    status: 'running',
  };
}

function stateFor(personId: string, { personEtag, address }: Profile): State {
  const place = address === null ? {} : { addressId: String(address.id), addressIsOurs: true };
  return {
    stage: 'remove',
    steps: { address: 'done', person: 'done', link: 'done' },
    bodies: { address: '', person: '' },
    ...{ personId, ...(personEtag === undefined ? {} : { personEtag }) },
    ...place,
  };
}
