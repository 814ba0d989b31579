import type { ExtensionText } from '../../course/course-schema.ts';

/** What is wrong with a form: for each field, what to do. */
export type Faults = Record<string, string>;

/** What a form says, or what is wrong with it. */
export type Read<T> = { value: T; faults?: undefined } | { value?: undefined; faults: Faults };

/** A form as it came: a field may stand in it more than once, or not at all. */
export type Form = Record<string, string | string[] | undefined>;

const LONGEST_REASON = 500;

function read<T extends object>(value: T, faults: { [Field in string]?: string | undefined }): Read<T> {
  const found = Object.entries(faults).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return found.length > 0 ? { faults: Object.fromEntries(found) } : { value };
}

/** What stands in a field; the last, where there are several. */
export function field(form: Form, name: string): string {
  // PostgreSQL keeps no NUL.
  return ([form[name] ?? ''].flat().at(-1) ?? '').replaceAll('\0', '').normalize('NFC').trim();
}

function reasonFault(reason: string): string | undefined {
  if (reason === '') return 'Say why, for those who ask later.';
  if (reason.length > LONGEST_REASON) return `Use at most ${LONGEST_REASON} characters; these are ${reason.length}.`;
  return undefined;
}

/** Points that are added to a score, or taken from it. */
export interface AdjustmentForm {
  points: number;
  reason: string;
  /** How many adjustments the page showed. */
  known: number;
}

export function readAdjustment(form: Form): Read<AdjustmentForm> {
  // A minus may be typed as one.
  const text = field(form, 'points').replace('−', '-').replace(',', '.');
  const points = /^[+-]?\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  const isRight = points !== 0 && Math.abs(points) <= 100;
  const reason = field(form, 'reason');
  return read(
    { points, reason, known: Number(field(form, 'known')) },
    {
      points: isRight ? undefined : 'Write points such as +3 or -2.5: at most 100, with two decimals at most.',
      reason: reasonFault(reason),
    },
  );
}

/** Which checks are judged once more, and how. */
export interface RegradeForm {
  /** All when null. */
  checks: string[] | null;
  neverLower: boolean;
  reason: string;
}

/** @param known ids of the checks that there are. */
export function readRegrade(form: Form, known: string[]): Read<RegradeForm> {
  const scope = field(form, 'scope');
  const checks = [form.checks ?? []].flat();
  const reason = field(form, 'reason');
  const isKnown = checks.every((id) => known.includes(id));
  return read(
    { checks: scope === 'all' ? null : checks, neverLower: field(form, 'neverLower') === 'yes', reason },
    {
      scope: scope === 'all' || scope === 'some' ? undefined : 'Choose one of the two.',
      checks: isKnown ? checksFault(scope, checks) : 'There is such a check no more. Choose anew.',
      reason: reasonFault(reason),
    },
  );
}

function checksFault(scope: string, checks: string[]): string | undefined {
  if (scope === 'some' && checks.length === 0) return 'Tick the checks that are to be judged once more.';
  if (scope === 'all' && checks.length > 0) return 'All checks are to be judged, but some are ticked: choose “these”.';
  return undefined;
}

/** An extension as it is filled in; what is wrong with it, the rules of the course file say. */
export function readExtension(form: Form): ExtensionText {
  const [student, lab, days, until, reason] = ['student', 'lab', 'days', 'until', 'reason'].map((it) =>
    field(form, it),
  );
  return {
    ...{ student: student ?? '', reason: reason ?? '' },
    ...(lab ? { lab } : {}),
    ...(days ? { days: /^\d{1,4}$/.test(days) ? Number(days) : Number.NaN } : {}),
    ...(until ? { until } : {}),
  };
}

/** Why something is taken back. */
export function readReason(form: Form): Read<{ reason: string }> {
  const reason = field(form, 'reason');
  return read({ reason }, { reason: reasonFault(reason) });
}
