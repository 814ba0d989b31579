import { createHandler } from './creation.ts';
import { deleteHandler } from './deletion.ts';
import { type Answer, type Asked, away, type Handler, json, Refusal } from './exchange.ts';
import { digestOf, showOperation } from './job.ts';
import { NoReply } from './line.ts';
import { isKnown } from './match.ts';
import type { Neighbours } from './neighbours.ts';
import { etagOf, type Profile, readProfile, show } from './profile.ts';
import type { Runner } from './runner.ts';
import type { Store } from './store.ts';
import type { Tokens } from './tokens.ts';
import { traceOf } from './trace.ts';

export interface Parts {
  store: Store;
  runner: Runner;
  neighbours: Neighbours;
  tokens: Tokens;
}

type Name = 'read' | 'create' | 'remove' | 'operation' | 'health';

export function handlers(parts: Parts): Record<Name, Handler> {
  const { store, tokens } = parts;
  return {
    create: createHandler(parts),
    remove: deleteHandler(parts),

    async read(asked) {
      const { id } = await opened(parts, asked);
      const profile = await profileNow(parts, asked, id);
      const etag = etagOf(profile);
      return unlessKnown(show(profile, id, asked.origin), etag, asked);
    },

    async operation(asked) {
      const owner = digestOf(await tokens.subOf(asked.headers.authorization));
      const job = asked.id === undefined ? undefined : await store.read(asked.id);
      if (job?.kind !== 'create' || job.owner !== owner) throw new Refusal(404, 'There is no such operation.');
      const answer = showOperation(job);
      return unlessKnown(answer, answer.headers?.etag ?? '', asked);
    },

    async health() {
      await store.ping();
      return json(200, { status: 'ok' });
    },
  };
}

/** The id of the profile, if the token opens it. Refusals: 401, 403, 404, 503. */
export async function opened({ store, tokens }: Parts, { id, headers }: Asked): Promise<{ id: string; owner: string }> {
  const sub = await tokens.subOf(headers.authorization);
  const owner = digestOf(sub);
  const isOpen = id !== undefined && (id === sub || (await store.hasCreated(owner, id)));
  if (!isOpen) throw nobody();
  return { id, owner };
}

/** Refusals: 404, 503. */
export async function profileNow({ neighbours }: Parts, asked: Asked, id: string): Promise<Profile> {
  const { headers, deadline } = asked;
  const cause = { trace: traceOf(headers.traceparent), authorization: headers.authorization, awaited: true };
  const profile = await readProfile(neighbours, id, { cause, deadline }).catch((error: unknown) => {
    throw error instanceof NoReply ? away('Persons are away.') : error;
  });
  if (!profile) throw nobody();
  return profile;
}

function nobody(): Refusal {
  return new Refusal(404, 'There is no such profile.');
}

function unlessKnown(answer: Answer, etag: string, { headers }: Asked): Answer {
  if (!isKnown(etag, headers['if-none-match'])) return answer;
  const { 'content-type': _, ...kept } = answer.headers ?? {};
  return { status: 304, headers: kept };
}
