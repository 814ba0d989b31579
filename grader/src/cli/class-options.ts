import type { Cluster } from '@seeka/postgres';
import { InvalidArgumentError } from 'commander';
import { detect } from '../machine.ts';
import { UsageError } from './shell.ts';

// What the commands for a class have in common.

/** Of the option that names the gradebook. */
export const DATABASE = 'the gradebook (default: seeka_class at DATABASE_URL, else of the course’s own server)';
/** Of the option that widens where services may be. */
export const ALLOW = 'addresses or ranges, beside the public ones, at which services may run, such as 10.1.0.0/16';

/** URL of the gradebook. */
export function databaseOf({ database }: { database?: string }, cluster: Cluster): Promise<string> {
  return database ? Promise.resolve(database) : cluster.database('seeka_class');
}

/** Parses the value of an option. */
export function whole(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 on.');
}

/** @throws UsageError where strangers' code could not be kept in. */
export function demandSandbox(): void {
  const { ok, found } = detect('bubblewrap');
  if (ok) return;
  throw new UsageError(
    `Other people's code is graded in a sandbox alone, and there is none here (bubblewrap: ${found}). "seeka doctor" says how to get it.`,
  );
}
