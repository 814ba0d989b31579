import { readFileSync } from 'node:fs';
import type { Cluster } from '@seeka/postgres';
import { InvalidArgumentError } from 'commander';
import { type Roster, readRoster } from '../course/roster.ts';
import { RosterError } from '../course/roster-csv.ts';
import { detect, sandboxHere } from '../machine.ts';
import { knownLabs } from './labs.ts';
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

/** Parses an instant. */
export function time(text: string): Date {
  const date = new Date(text);
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError('It must be a time with its offset, such as 2027-02-12T23:59-05:00.');
}

/** @throws UsageError where strangers' code could not be kept in. */
export function demandSandbox(): void {
  if (sandboxHere()) return;
  const [bubblewrap, docker] = [detect('bubblewrap').found, detect('docker').found];
  throw new UsageError(
    `Other people's code is graded in a sandbox alone, and there is none here (bubblewrap: ${bubblewrap}; Docker: ${docker}). "seeka doctor" says how to get one.`,
  );
}

/** Reads the roster of a command. @throws UsageError */
export function rosterOf({ roster, lab }: { roster: string; lab: string }): Roster {
  const labs = knownLabs();
  if (!labs.includes(lab)) throw new UsageError(`There is no lab "${lab}". The labs are: ${labs.join(', ')}.`);
  try {
    return readRoster(readFileSync(roster), { lab, labs });
  } catch (error) {
    if (error instanceof RosterError) throw new UsageError(`${roster}: ${error.message}`);
    throw new UsageError(`The roster ${roster} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
