import { setTimeout } from 'node:timers/promises';
import { type Call, type CallAnswer, call, type NoAnswer } from '@seeka/kit/outgoing';
import type { Circuit } from './circuit.ts';

/** What of a request goes on to the neighbours. */
export interface Ask {
  traceparent: string | undefined;
  /** As it came. It is kept in memory alone: a token is not ours to store. */
  authorization?: string | undefined;
  /** When the client must have its answer, in ms of `performance.now()`; undefined when none waits. */
  until?: number | undefined;
}

/** One call to a neighbour. */
export interface Question {
  url: string;
  circuit: Circuit;
  call?: Pick<Call, 'method' | 'body' | 'headers'>;
  /** Whether an answer below 500 means: ask again. */
  isBusy?: (answer: CallAnswer) => boolean;
}

/** An answer below 500. */
export interface Answer extends CallAnswer {
  /** Whether it was not the first try that was answered. */
  repeated: boolean;
}

type Reason = 'late' | 'cut' | 'refused' | 'failed' | 'busy' | 'open';

/** No answer that is one: none at all, or 5xx, or an unreadable one; repeats included. */
export class Unanswered extends Error {
  readonly reason: Reason;
  /** Whether the neighbour may have done it all the same. */
  readonly inDoubt: boolean;

  constructor(url: string, reason: Reason, inDoubt: boolean, cause?: unknown) {
    super(`${url}: ${reason}`, { cause });
    this.reason = reason;
    this.inDoubt = inDoubt;
  }
}

// An answer within 1 s must be used, one after 2 s must not be waited for.
const LIMIT_MS = 1_600;

/** Asks a neighbour, and again when it fails. @throws Unanswered */
export async function ask(question: Question, asked: Ask): Promise<Answer> {
  // TODO(4.5) Ask again when the answer is 5xx, when the connection is refused or cut: twice at most, after a random pause.
  return { ...(await askOnce(question, asked)), repeated: false };
}

async function askOnce({ url, circuit, call: wanted, isBusy }: Question, asked: Ask): Promise<CallAnswer> {
  const limitMs = limitFor(asked);
  if (limitMs <= 0) throw new Unanswered(url, 'late', false);
  if (circuit.isOpen) throw new Unanswered(url, 'open', false);
  const report = circuit.enter();
  const answer = await call(url, { ...wanted, ...passedOn(asked, wanted?.headers), limitMs }).catch((error) => {
    report('failed');
    throw lost(url, error);
  });
  report(answer.status >= 500 ? 'failed' : 'answered');
  if (answer.status >= 500) throw new Unanswered(url, 'failed', false);
  if (isBusy?.(answer)) throw new Unanswered(url, 'busy', true);
  return answer;
}

function limitFor({ until }: Ask): number {
  // TODO(4.2) The client must have its answer in time, however many calls there are.
  return LIMIT_MS;
}

function passedOn({ traceparent, authorization }: Ask, headers: Record<string, string> = {}) {
  // TODO(4.6) The trace and the token go along on every call.
  return { headers };
}

function lost(url: string, error: NoAnswer): Unanswered {
  const { name, code = '' } = error.cause as Error & { code?: string };
  if (name === 'TimeoutError') return new Unanswered(url, 'late', true, error);
  // It never arrived.
  const isRefused = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E[A-Z]+UNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(code);
  return new Unanswered(url, isRefused ? 'refused' : 'cut', !isRefused, error);
}
