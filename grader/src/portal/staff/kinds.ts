import type { Failure } from '../../class/verdicts.ts';
import { harmlessLine } from '../../report/harmless.ts';
import { statusWanted } from '../../report/telling.ts';

/** A check that fails, with its kinds of failure, the most frequent first. */
export interface FailingCheck {
  id: string;
  title: string;
  clause: string;
  /** Attempts in which it fails. */
  count: number;
  kinds: Kind[];
}

/** Failures whose reasons differ in drawn data alone. */
export interface Kind {
  /** The reason, with … for what was drawn. */
  template: string;
  failures: Failure[];
  /** The first of them. */
  example: Failure;
}

/** The checks that fail, the most frequent first; independent of the order of the failures. */
export function failingChecks(failures: Failure[]): FailingCheck[] {
  const ordered = failures.toSorted((one, other) => compare(one.attempt, other.attempt));
  const checks = [...Map.groupBy(ordered, ({ outcome }) => outcome.id).values()].map(checkOf);
  return checks.sort((one, other) => other.count - one.count || compare(one.id, other.id));
}

function checkOf(failures: Failure[]): FailingCheck {
  const [{ outcome }] = failures as [Failure];
  const { id, title, clause } = outcome;
  const kinds = [...Map.groupBy(failures, templateOf)].map(([template, alike]) => {
    const [example] = alike as [Failure];
    return { template, failures: alike, example };
  });
  kinds.sort((a, b) => b.failures.length - a.failures.length || compare(a.template, b.template));
  return { id, title, clause, count: failures.length, kinds };
}

/** Troubles whose reasons differ in drawn data alone; the most frequent first. */
export function kindsOf<T extends { reason: string }>(troubles: T[]): { reason: string; troubles: T[] }[] {
  return [...Map.groupBy(troubles, ({ reason }) => templateOfText(reason)).values()]
    .map((alike) => ({ reason: alike[0]?.reason ?? '', troubles: alike }))
    .sort((one, other) => other.troubles.length - one.troubles.length);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The reason without drawn data. The status that came, and the one that was wanted, are no drawn data. */
function templateOf({ outcome }: Failure): string {
  const wanted = statusWanted(outcome);
  if (wanted && outcome.reason?.startsWith('Wanted ')) return `Wanted ${wanted}, received ${outcome.received}.`;
  return templateOfText(outcome.reason ?? '');
}

/** More is a written-out answer. */
const LONGEST = 300;

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
/** In this order: what comes first is not looked at again. */
const drawn = new RegExp(
  [
    // A status, or the number of an RFC, which is no drawn data.
    String.raw`(?<kept>(?:\b(?:answered|answers|wanted)|→) [1-5]\d\d(?: or [1-5]\d\d)*\b|\bRFC \d+)`,
    // A text in quotation marks, which ends too where it was cut off.
    String.raw`(?<quoted>"(?:[^"\\]|\\.)*?(?:"|…(?=, received |\.?$)|$))`,
    String.raw`(?<marked>${'`[^`]*`'}|“[^”]*”|‘[^’]*’|(?<![\w)])'[^']*'(?!\w))`,
    String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:${months}) \d{4} [\d:]{8} GMT`,
    // What a query asks for.
    String.raw`(?<query>(?<==)[^&\s]+?(?=[.,;:)]*(?:[&\s]|$)))`,
    // A segment of a path with capitals, which names of collections do not have.
    String.raw`(?<=\/)(?=[\w~%-]*[A-Z])[\w~%-]+`,
    // Ids, numbers, times, hosts and ports: a word with a digit, or a long one.
    String.raw`(?:[\w+%~-]+[.:])*[\w+%~-]*\d[\w+%~-]*(?:[.:][\w+%~-]+)*|\w[\w-]{19,}`,
  ].join('|'),
  'gsu',
);
/** JSON of which nothing but its marks are left, also where it was cut off. */
const json = /[[{](?:[\s,:…"{}[\]]|\b(?:true|false|null)\b)*/g;

/** A message with … for each piece of drawn data: two that differ in nothing else have the same. */
export function templateOfText(message: string): string {
  const marked = message.replace(drawn, (text, ...rest) => {
    const { kept, quoted, marked: inMarks } = rest.at(-1) as Record<string, string | undefined>;
    if (kept !== undefined) return text;
    if (quoted !== undefined) return '"…"';
    return inMarks === undefined ? '…' : `${text[0]}…${text.at(-1)}`;
  });
  const short = marked.replace(json, (text) => `{…}${/[\s,:]*$/.exec(text)?.[0] ?? ''}`).replace(/\s+/g, ' ');
  return harmlessLine(short.trim().slice(0, LONGEST));
}
