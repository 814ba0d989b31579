import type { Report } from '../types.ts';
import { harmlessJson } from './harmless.ts';

/** The order in which members are written, so that two reports can be compared line by line. */
const order = [
  ...[
    'id',
    'checkpoint',
    'lab',
    'title',
    'term',
    'score',
    'maxScore',
    'seed',
    'durationMs',
    'startedAt',
    'graderVersion',
  ],
  ...[
    'submission',
    'kind',
    'source',
    'sandbox',
    'notes',
    'notStarted',
    'unproven',
    'pressed',
    'checkpoints',
    'outcomes',
    'status',
  ],
  ...['points', 'earned', 'clause', 'hidden', 'advice', 'reason', 'expected', 'received', 'by', 'exchange'],
  ...['calls', 'from', 'to', 'method'],
  ...['path', 'at', 'fault', 'request', 'response', 'headers', 'body', 'error', 'replay', 'log', 'hints'],
];
const places = new Map(order.map((name, place) => [name, place]));

/** The whole record, hidden checks too: for staff and programs. Throws RangeError at a number that is not finite. */
export function json(report: Report): string {
  return `${harmlessJson(JSON.stringify(report, inOrder, 2))}\n`;
}

function inOrder(name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`"${name}" is ${value}.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => compare(one, other)));
}

/** Members without a place (names of headers) come last, by name. */
function compare(one: string, other: string): number {
  const [first, second] = [one, other].map((name) => places.get(name) ?? order.length) as [number, number];
  return first - second || (one < other ? -1 : 1);
}
