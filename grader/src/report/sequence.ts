import type { RecordedCall } from '../traffic.ts';
import type { Outcome } from '../types.ts';
import { cut } from './figures.ts';
import { harmlessLine } from './harmless.ts';
import { statusWanted } from './telling.ts';

/** Who called whom during a check: the lifelines from left to right, and what went between them in order of time. */
export interface Sequence {
  lifelines: string[];
  steps: Step[];
}

/** A call, its answer, or that none came. */
export interface Step {
  kind: 'call' | 'answer' | 'silence';
  /** Places among the lifelines. */
  from: number;
  to: number;
  /** Milliseconds since the first call of the check; absent where the check was over before. */
  at?: number;
  call: RecordedCall;
  /** Of the answer, or silence, for which the check failed: what should have come, e.g. `404` or `an answer`. */
  wanted?: string;
  /** More than 1 when the same happened several times on end. */
  times: number;
}

const OWN = ['client', 'your service'];

/**
 * How late a double may see the end of a connection: what the service answers to its client when it has given a
 * neighbour up may be seen before.
 */
const LATE_MS = 10;
/** What happens within so many milliseconds happens together. */
const TOGETHER_MS = 50;

/** What a diagram of the outcome's calls shows; nothing when no neighbour was called. */
export function sequenceOf(outcome: Outcome): Sequence | undefined {
  const { calls = [], exchange } = outcome;
  const names = [...new Set(calls.filter(({ from }) => from === 'service').map(({ to }) => to))];
  if (names.length === 0) return undefined;
  const began = calls[0]?.at ?? 0;
  const steps = calls.flatMap((call) => {
    const to = call.from === 'client' ? 1 : 2 + names.indexOf(call.to);
    const failing = call.from === 'client' && call.at === exchange?.at;
    return [callStep(call, began, to), endStep(call, began, to, failing ? wantedOf(outcome) : undefined)];
  });
  const inOrder = steps.toSorted((one, other) => orderOf(one) - orderOf(other));
  return { lifelines: [...OWN, ...names.map((name) => cut(harmlessLine(name), 16))], steps: together(inOrder) };
}

function callStep(call: RecordedCall, began: number, to: number): Step {
  return { kind: 'call', from: to === 1 ? 0 : 1, to, at: call.at - began, call, times: 1 };
}

function endStep(call: RecordedCall, began: number, from: number, wanted: string | undefined): Step {
  const kind = call.status === undefined ? 'silence' : 'answer';
  const step = { kind, from, to: from === 1 ? 0 : 1, call, times: 1, ...(wanted ? { wanted } : {}) } as const;
  return call.durationMs === undefined ? step : { ...step, at: call.at - began + call.durationMs };
}

function orderOf({ at = Number.POSITIVE_INFINITY, kind, from, call }: Step): number {
  return kind === 'silence' && from > 1 ? at - Math.min(LATE_MS, call.durationMs ?? 0) : at;
}

/** Only where the answer's status, or that none came, is what the check failed for. */
function wantedOf(outcome: Outcome): string | undefined {
  const { exchange, reason = '' } = outcome;
  return statusWanted(outcome) ?? (exchange?.error && reason.includes(exchange.error) ? 'an answer' : undefined);
}

/** One step for those that say the same, one after the other and at about the same time. */
function together(steps: Step[]): Step[] {
  const kept: Step[] = [];
  for (const step of steps) {
    const last = kept.at(-1);
    if (last && saidBy(last) === saidBy(step) && (step.at ?? 0) - (last.at ?? 0) < TOGETHER_MS) last.times += 1;
    else kept.push({ ...step });
  }
  return kept;
}

function saidBy(step: Step): string {
  const { kind, from, to, call } = step;
  return JSON.stringify([from, to, kind, kind === 'call' ? `${call.method} ${call.path}` : inWords(step)]);
}

/** A step in words, at most so many characters: `GET /addresses/a7f3…`, `200`, `hung, given up`. */
export function labelOf(step: Step, length: number): string {
  const often = step.times > 1 ? ` ×${step.times}` : '';
  return cut(harmlessLine(inWords(step)), length - often.length) + often;
}

function inWords(step: Step): string {
  const { method, path, status, fault } = step.call;
  if (step.kind === 'call') return `${method} ${shortened(path)}`;
  return step.kind === 'silence' ? silence(step) : said(status, fault, step.wanted && `wanted ${step.wanted}`);
}

function silence({ at, from, call: { fault } }: Step): string {
  if (at === undefined) return said(fault, 'no answer so far');
  return from === 1 || fault?.startsWith('cut') ? (fault ?? 'no answer') : said(fault, 'given up');
}

function said(...words: (string | number | undefined)[]): string {
  return words.filter((word) => word !== undefined).join(', ');
}

/** How a call ended, e.g. `200, 0.8 s late, after 804 ms` or `none so far, hung`. */
export function endInWords({ status, fault, durationMs }: RecordedCall): string {
  if (durationMs === undefined) return said('none so far', fault);
  return said(status ?? 'none', fault, `after ${Math.round(durationMs)} ms`);
}

/** Ids are told apart by their first characters; words, such as `street-address`, stay whole. */
function shortened(path: string): string {
  const words = /^[a-z]+(-[a-z]+)+$/i;
  return path.replace(/[^/?&=]{13,}/g, (part) => (words.test(part) ? part : `${part.slice(0, 6)}…`));
}
