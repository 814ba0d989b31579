import { type Call, memoryOf } from './doubles/double.ts';
import type { Exchange } from './types.ts';

/** What is kept of the requests that a run brings about. */

export interface HttpMessage {
  headers: Record<string, string | string[]>;
  /** Decoded as UTF-8, cut after 4,000 characters. */
  body: string;
}

/** A call that a check brought about: of the check to the service, or of the service to a neighbour that the grader plays. */
export interface RecordedCall {
  from: 'client' | 'service';
  /** "service", or the neighbour's name, e.g. "Address". */
  to: string;
  method: string;
  /** Path and query, cut after 300 characters. */
  path: string;
  /** Milliseconds since the run began. */
  at: number;
  /** Milliseconds until the whole answer was sent, or the connection ended; absent while neither has happened. */
  durationMs?: number;
  /** Absent when there was no whole answer. */
  status?: number;
  /** What the neighbour did on purpose, or why no answer came: e.g. "hung", "cut off", "0.8 s late". */
  fault?: string;
}

/** Enough for a picture; a flood is not kept. */
const CALLS_KEPT = 200;
const PATH_LENGTH = 300;

/** What a check brought about since `since` (as `performance.now()` gives it): nothing unless a neighbour was called. */
export function trafficOf(exchanges: Exchange[], calls: Call[], { began, since }: { began: number; since: number }) {
  const outgoing = calls.filter(({ at }) => at >= since).map((call) => outgoingOf(call, began));
  if (outgoing.length === 0) return [];
  return [...exchanges.map(incomingOf), ...outgoing].sort((one, other) => one.at - other.at).slice(0, CALLS_KEPT);
}

function incomingOf({ method, path, at, durationMs, response, error }: Exchange): RecordedCall {
  const call = { from: 'client' as const, to: 'service', method, path: path.slice(0, PATH_LENGTH), at };
  if (response) return { ...call, durationMs, status: response.status };
  return error === undefined ? call : { ...call, durationMs, fault: 'no answer' };
}

function outgoingOf(call: Call, began: number): RecordedCall {
  const { target, ...rest } = memoryOf(call);
  return { from: 'service', method: call.method, path: target.slice(0, PATH_LENGTH), at: call.at - began, ...rest };
}
