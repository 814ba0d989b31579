import type { Outcome, Report } from '../types.ts';
import { harmless } from './harmless.ts';
import { DEV_ORIGIN, replay } from './replay.ts';

/** The report as a student may read it: hidden checks tell their title alone, and every text is harmless. */
export function forReader(report: Report): Report {
  const { kind, source } = report.submission;
  const origin = kind === 'url' ? source.replace(/\/$/, '') : DEV_ORIGIN;
  return cleaned({ ...report, outcomes: report.outcomes.map((outcome) => disclosed(outcome, origin)) });
}

function disclosed(outcome: Outcome, origin: string): Outcome {
  const { exchange, calls, reason, expected, received, log, ...rest } = outcome;
  if (outcome.hidden) return { ...rest, ...(outcome.status === 'failed' ? {} : { reason }), replay: undefined };
  return exchange ? { ...outcome, replay: outcome.replay ?? replay(exchange, origin) } : outcome;
}

/** Maps every text of plain data, the names of headers too. */
function cleaned<T>(data: T): T {
  if (typeof data === 'string') return harmless(data) as T;
  if (Array.isArray(data)) return data.map(cleaned) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [harmless(name), cleaned(value)])) as T;
}
