import { setTimeout as delay } from 'node:timers/promises';
import type { Circuit } from './circuit.ts';
import { away, Refusal } from './exchange.ts';
import { type Call, LIMIT_MS, type Reply, type Silence, send } from './http.ts';
import { type Cause, headersFor } from './trace.ts';

/** `broken`: 5xx. `busy`: the same key is in flight. `odd`: not to be understood. `open`: the circuit is, nothing was sent. */
export type Failure = Silence | 'broken' | 'busy' | 'odd' | 'open';

const MOST_TRIES = 3;
/** An answer within a second must be used, so that no try begins with less. */
const LEAST_MS = 1_050;
const PAUSE_MS = { least: 40, most: 200 };

/** No try brought an answer. */
export class NoReply extends Error {
  /** Of each try. */
  readonly failures: Failure[];

  constructor(failures: Failure[]) {
    super(failures.join(', '));
    this.failures = failures;
  }

  /** Whether one of the tries may have had its effect. */
  get inDoubt(): boolean {
    return this.failures.some((failure) => !['refused', 'broken', 'open'].includes(failure));
  }

  get isLate(): boolean {
    return this.failures.findLast((failure) => failure !== 'open') === 'late';
  }
}

/** What a client of `POST` is told when a neighbour gives no answer. */
export function refusalFor(error: unknown): Refusal {
  if (!(error instanceof NoReply)) throw error;
  return error.isLate ? new Refusal(504, 'A neighbour is too slow.') : away('A neighbour is away.');
}

export interface Manner {
  cause: Cause;
  /** When somebody must have an answer; without it time is no matter. */
  deadline?: number | undefined;
  /** What an answer is, other than one that can be used. */
  judge?: (reply: Reply) => Failure | undefined;
}

export interface Told extends Reply {
  /** How often it was asked before. */
  repeats: number;
}

/** The way to a neighbour: every call has a time limit, is repeated if need be, and counts for a circuit. */
export class Line {
  readonly #base: string;
  readonly #circuit: Circuit;

  constructor(base: string, circuit: Circuit) {
    this.#base = base;
    this.#circuit = circuit;
  }

  /** Rejects with NoReply. */
  async ask(method: string, path: string, manner: Manner, more: Partial<Call> = {}): Promise<Told> {
    const { deadline = Number.POSITIVE_INFINITY } = manner;
    const failures: Failure[] = [];
    for (;;) {
      const call = { ...more, method, url: this.#base + path };
      const reply = await this.#try(call, manner, Math.min(LIMIT_MS, deadline - performance.now()));
      if (typeof reply !== 'string') return { ...reply, repeats: failures.length };
      failures.push(reply);
      if (!mayRepeat(failures, deadline)) throw new NoReply(failures);
      await delay(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
    }
  }

  async #try(call: Call, { cause, judge }: Manner, limit: number): Promise<Reply | Failure> {
    const report = await this.#circuit.admit(cause.awaited);
    if (!report) return 'open';
    const headers = { ...call.headers, ...headersFor(cause), ...contentOf(call.body) };
    const reply = await send({ ...call, headers }, limit);
    const isAnswer = typeof reply !== 'string' && reply.status < 500;
    const isHurried = reply === 'late' && limit < LEAST_MS;
    report(isHurried ? undefined : isAnswer);
    if (typeof reply === 'string') return reply;
    return isAnswer ? (judge?.(reply) ?? reply) : 'broken';
  }
}

/** Twice at most, and after a time-out once. */
function mayRepeat(failures: Failure[], deadline: number): boolean {
  if (failures.at(-1) === 'open' || failures.length === MOST_TRIES) return false;
  if (failures.filter((failure) => failure === 'late').length > 1) return false;
  return deadline - performance.now() > PAUSE_MS.most + LEAST_MS;
}

function contentOf(body: string | undefined): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
}
