import { stripVTControlCharacters } from 'node:util';
import type { Reason } from './types.ts';

/** The student's service is at fault, in one plain sentence. */
export class ContractBroken extends Error {
  readonly expected?: string;
  readonly received?: string;

  constructor(message: string, sides: { expected?: string; received?: string } = {}) {
    super(message);
    this.name = 'ContractBroken';
    Object.assign(this, sides);
  }
}

/** The grader is at fault: no verdict can be given. */
export class GraderFault extends Error {
  override name = 'GraderFault';
}

interface MatcherResult {
  message?: string;
  expected?: unknown;
  actual?: unknown;
}

/** Whatever a check threw, as a sentence for the student. */
export function reasonOf(error: unknown): Reason {
  const reason = wholeReasonOf(error);
  return { ...reason, message: cut(reason.message, MOST_CHARACTERS) };
}

/** A comparison that Jest writes out may be as long as the answer: a megabyte. */
const MOST_CHARACTERS = 4_000;

function wholeReasonOf(error: unknown): Reason {
  if (error instanceof ContractBroken) return pick(error.message, error.expected, error.received);
  const example = counterexampleOf(error);
  if (example) {
    const inner = reasonOf(example.cause);
    return { ...inner, message: `${inner.message}\nwith this text: ${example.values}` };
  }
  const matched = (error as { matcherResult?: MatcherResult }).matcherResult;
  if (matched) return ofMatcher(matched);
  return { message: `The answer does not have the form that was wanted (${messageOf(error)}).` };
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function counterexampleOf(error: unknown): { values: string; cause: unknown } | undefined {
  const found = /Counterexample: (.*)/.exec(messageOf(error));
  const cause = (error as Error).cause;
  return found && cause ? { values: show(found[1]), cause } : undefined;
}

function ofMatcher({ message = '', expected, actual }: MatcherResult): Reason {
  const plain = stripVTControlCharacters(message).trim();
  const jargon = plain.startsWith('expect(');
  const negated = jargon && expected !== undefined && plain.includes('.not.');
  const sides = pick('', negated ? `anything but ${show(expected)}` : expected, actual);
  if (jargon && sides.expected !== undefined) {
    return { ...sides, message: `Wanted ${sides.expected}, received ${sides.received ?? 'nothing'}.` };
  }
  return { ...sides, message: jargon ? plain.split('\n').slice(1).join('\n').trim() || plain : plain };
}

function pick(message: string, expected: unknown, received: unknown): Reason {
  return {
    message,
    ...(expected === undefined ? {} : { expected: show(expected) }),
    ...(received === undefined ? {} : { received: show(received) }),
  };
}

/** A value as compact text, cut after 500 characters. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : json(value);
  return cut(text, 500);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** An answer may be nested so deep that nothing which goes down into it comes back. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value, (_, part) => (isPattern(part) ? inWords(part) : part)) ?? String(value);
  } catch {
    return 'something that cannot be shown';
  }
}

/** What Jest's `expect.any`, `expect.stringMatching` and the like make. */
interface Pattern {
  sample?: unknown;
  inverse?: boolean;
}

function isPattern(value: unknown): value is Pattern {
  const mark = (value as { $$typeof?: unknown } | null | undefined)?.$$typeof;
  return mark === Symbol.for('jest.asymmetricMatcher');
}

function inWords({ sample, inverse }: Pattern): unknown {
  const not = inverse ? 'not ' : '';
  if (sample === undefined) return 'anything';
  if (typeof sample === 'function') return `${not}a ${sample.name}`;
  if (sample instanceof RegExp) return `${not}a text like ${sample}`;
  return typeof sample === 'string' ? `${not}a text with "${sample}"` : sample;
}
