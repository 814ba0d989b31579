import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Circuit } from './circuit.ts';
import { traceparentOf } from './trace.ts';

// Between the 1 s that must be waited and the 2 s that must not be passed.
const LIMIT_MS = 1_500;
/** A new connection for each call: on a kept one, a neighbour's farewell looks like a call cut off. */
const dispatcher = new Agent({ pipelining: 0 });

/** On whose behalf calls are made. */
export interface Journey {
  trace: string;
  authorization?: string;
  /** By `performance.now()`; afterwards nobody waits any more. */
  until: number;
}

export interface Call {
  circuit: Circuit;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** JSON. */
  body?: string;
  /** How often a failure is followed by another try. */
  repeats: number;
  /** An answer that is as good as none, so that the call is repeated too. */
  isNone?(answer: Answer): boolean;
}

export interface Answer {
  kind: 'answer';
  status: number;
  etag: string | undefined;
  location: string | undefined;
  retryAfter: string | undefined;
  text: string;
  /** Undefined when it is none. */
  json: unknown;
}

/** `cut` and `late`: sent, but what became of it is not known. The others did not reach the neighbour. */
export type Reply = Answer | { kind: 'cut' | 'late' | 'refused' | 'open' | 'unsent' };

export interface Outcome {
  reply: Reply;
  tries: number;
  /** Whether one of the tries may have had an effect that nobody told of. */
  doubt: boolean;
}

/** Makes the call, and repeats it after failures; a time-out is not repeated. Never rejects. */
export async function ask(call: Call, journey: Journey): Promise<Outcome> {
  const outcome: Outcome = { reply: await once(call, journey), tries: 1, doubt: false };
  for (;;) {
    const { reply } = outcome;
    outcome.doubt ||= reply.kind === 'cut' || reply.kind === 'late' || isNone(call, reply);
    if (outcome.tries > call.repeats || !deservesRepeat(call, reply)) return outcome;
    // Spread over 150 ms, so that those who failed together do not return together.
    await sleep(20 + Math.random() * 150);
    const next = await once(call, journey);
    if (next.kind === 'open') return outcome;
    outcome.reply = next;
    outcome.tries += 1;
  }
}

function isNone(call: Call, reply: Reply): boolean {
  return reply.kind === 'answer' && (call.isNone?.(reply) ?? false);
}

function deservesRepeat(call: Call, reply: Reply): boolean {
  if (reply.kind === 'answer') return reply.status >= 500 || isNone(call, reply);
  return reply.kind === 'cut' || reply.kind === 'refused';
}

async function once(call: Call, journey: Journey): Promise<Reply> {
  const tell = await call.circuit.enter();
  if (!tell) return { kind: 'open' };
  const limit = Math.min(LIMIT_MS, Math.floor(journey.until - performance.now()));
  if (limit <= 0) {
    tell('unknown');
    return { kind: 'unsent' };
  }
  const reply = await send(call, journey, limit);
  // Whoever was not given his second did not fail.
  if (reply.kind === 'late' && limit < 1_000) tell('unknown');
  else tell(reply.kind === 'answer' && reply.status < 500 ? 'good' : 'bad');
  return reply;
}

async function send({ method, url, headers, body }: Call, journey: Journey, limit: number): Promise<Reply> {
  const signal = AbortSignal.timeout(limit);
  try {
    const sent = {
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(journey.authorization === undefined ? {} : { authorization: journey.authorization }),
      traceparent: traceparentOf(journey.trace),
    };
    const response = await request(url, { method, headers: sent, body, signal, dispatcher });
    const text = await response.body.text();
    const { etag, location, 'retry-after': retryAfter } = response.headers;
    const shown = { etag: etag?.toString(), location: location?.toString(), retryAfter: retryAfter?.toString() };
    return { kind: 'answer', status: response.statusCode, ...shown, text, json: jsonIn(text) };
  } catch (error) {
    if (signal.aborted) return { kind: 'late' };
    const { code = '' } = error as { code?: string };
    return { kind: /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) ? 'refused' : 'cut' };
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
