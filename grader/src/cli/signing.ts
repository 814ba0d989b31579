import type { Report, Submission } from '../types.ts';
import { course } from './labs.ts';
import { type Shell, UsageError } from './shell.ts';

/** What the command line says of signing. */
export interface SigningFlags {
  sign?: boolean;
  json?: string;
  watch?: boolean;
  sandbox: boolean;
}

/** @throws UsageError when what is to be signed could not be, or would be kept nowhere. */
export function assertSignable({ sign, json, watch, sandbox }: SigningFlags): void {
  if (sign && !json) throw new UsageError('--sign signs the record, so it needs --json FILE.');
  if (sign && watch) throw new UsageError('--sign is for files that stay as they are, so it does not go with --watch.');
  if (sign && !sandbox) throw new UsageError('--sign needs a sandbox: without one, what runs could read the key.');
}

/** Does the work, and has the report on it signed if that is wished. */
export async function signed(
  submission: Submission,
  { sign }: SigningFlags,
  { env }: Shell,
  work: () => Promise<Report>,
): Promise<Report> {
  if (!sign) return work();
  const { openEvidence } = await import('../evidence/evidence.ts');
  const evidence = await asUsage(() => openEvidence(course, env, submission));
  const report = await work();
  return asUsage(() => evidence.sign(report));
}

/** Evidence that cannot be given or read is said as a command says it, after the place where that is. */
export async function asUsage<T>(work: () => Promise<T>, place = ''): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw (error as Error).name === 'EvidenceError' ? new UsageError(place + (error as Error).message) : error;
  }
}
