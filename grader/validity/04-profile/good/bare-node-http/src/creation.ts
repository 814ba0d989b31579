import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, type Asked, away, type Handler, jsonIn, Refusal } from './exchange.ts';
import type { Parts } from './handlers.ts';
import { digest, digestOf, hrefOf, type Job, showOperation } from './job.ts';
import { refusalFor } from './line.ts';
import { readProfile, show } from './profile.ts';
import { traceOf } from './trace.ts';
import { parseWanted, type Wanted, wantsLater } from './wanted.ts';

/** How long a repeat waits for the first request with its key, and how often it looks. */
const WAIT = { atMost: 2_000, each: 100 };

export function createHandler(parts: Parts): Handler {
  const { store, neighbours, tokens, runner } = parts;
  return async (asked) => {
    const sub = await tokens.subOf(asked.headers.authorization);
    const job = newJob(asked, digestOf(sub));
    const known = await store.withKey(job.owner, job.key);
    if (known) return repeated(parts, asked, known, job);
    if (neighbours.areDown) throw away('A neighbour is down.');
    const begun = await runner.begin(job, asked.headers.authorization);
    if (!begun) {
      const other = await store.withKey(job.owner, job.key);
      if (!other) throw inUse();
      return repeated(parts, asked, other, job);
    }
    if (job.later) return accepted(job);
    const refusal = await Promise.race([begun.told, tooLate(asked)]);
    if (refusal) throw refusal;
    return created(parts, asked, job);
  };
}

/** Refusals: 400, 413, 415, 422. */
function newJob(asked: Asked, owner: string): Job & { key: string; body: string } {
  const { headers, origin, bytes = '' } = asked;
  const key = headers['idempotency-key']?.toString();
  if (!key) throw new Refusal(400, 'Send an Idempotency-Key.');
  const { address, person }: Wanted = parseWanted(jsonIn(asked));
  const bodies = { address: JSON.stringify(address), person: JSON.stringify(person) };
  return {
    id: randomUUID(),
    kind: 'create',
    ...{ owner, origin, key: digest(key), body: digest(bytes) },
    later: wantsLater(headers.prefer),
    trace: traceOf(headers.traceparent),
    personKey: randomUUID(),
    status: 'running',
    state: { stage: 'address', steps: { address: 'running', person: 'pending', link: 'pending' }, bodies },
    answer: null,
  };
}

async function repeated(parts: Parts, asked: Asked, first: Job, { body }: Job): Promise<Answer> {
  if (first.body !== body) {
    const errors = [{ pointer: '', detail: 'differs from the body that came with this key before' }];
    throw new Refusal(422, 'That key came with another body.', { errors });
  }
  if (first.later) return accepted(first);
  const ended = await endOf(parts, first);
  if (ended?.status !== 'succeeded') throw inUse();
  return created(parts, asked, ended);
}

/** The job when it is over, or when patience is. */
async function endOf({ store }: Parts, first: Job): Promise<Job | undefined> {
  const end = performance.now() + WAIT.atMost;
  let job: Job | undefined = first;
  while (job?.status === 'running' && performance.now() < end) {
    await delay(WAIT.each);
    job = await store.read(first.id);
  }
  return job;
}

/** The profile as it is when success is told for the first time; the same again ever after. */
async function created({ store, neighbours }: Parts, asked: Asked, job: Job): Promise<Answer> {
  if (job.answer) return job.answer;
  const { personId = '' } = job.state;
  const cause = { trace: job.trace, authorization: asked.headers.authorization, awaited: true };
  const { deadline } = asked;
  const profile = await readProfile(neighbours, personId, { cause, deadline }).catch((error: unknown) => {
    throw refusalFor(error);
  });
  if (!profile) throw away('The person is not to be seen.');
  return store.record(job, show(profile, personId, job.origin, 201));
}

function accepted(job: Job): Answer {
  const answer = showOperation(job, 202);
  return { ...answer, headers: { ...answer.headers, location: hrefOf(job), 'preference-applied': 'respond-async' } };
}

async function tooLate({ deadline }: Asked): Promise<Refusal> {
  await delay(deadline - performance.now());
  return new Refusal(504, 'The neighbours are too slow.');
}

function inUse(): Refusal {
  return new Refusal(409, 'That key is in use.', { headers: { 'retry-after': '1' } });
}
