import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import { exists } from '../course/local-time.ts';
import { type Roster, readRoster } from '../course/roster.ts';
import { RosterError } from '../course/roster-csv.ts';
import { rangeOf } from '../deploy/ranges.ts';
import { detect, sandboxHere } from '../machine.ts';
import { assertLab, knownLabs } from './labs.ts';
import { UsageError } from './shell.ts';

// What the commands for a class have in common.

/** Of the option that names the gradebook. */
export const DATABASE =
  'the gradebook (default: SEEKA_DATABASE_URL, else seeka_class at DATABASE_URL or on the course’s own server)';

/** The option that widens where services may be. */
export function allowOption(): Option {
  const what = 'addresses or ranges, beside the public ones, at which services may run, such as 10.1.0.0/16';
  return new Option('--allow <range...>', what).argParser(withRange).default([], 'none');
}

function withRange(text: string, others: string[]): string[] {
  try {
    rangeOf(text);
    return [...others, text];
  } catch (error) {
    throw new InvalidArgumentError((error as RangeError).message);
  }
}

/** Parses the value of an option. */
export function whole(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 to 9999.');
}

/** The same, where none is not enough. */
export function positive(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
}

/** Parses an instant. */
export function time(text: string): Date {
  const [, local] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const date = new Date(text);
  if (local === undefined || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('It must be a time with its offset, such as 2027-02-12T23:59-05:00.');
  return inCalendar(local, date);
}

/** Parses a day, which begins at midnight UTC and is not yet to come. */
export function day(text: string): Date {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new InvalidArgumentError('It must be a day such as 2027-07-01.');
  const date = inCalendar(`${text} 00:00`, new Date(text));
  if (date > new Date()) throw new InvalidArgumentError('That day is yet to come.');
  return date;
}

/** Date would take 2027-02-30 for 2 March. */
function inCalendar(text: string, date: Date): Date {
  if (exists(text)) return date;
  throw new InvalidArgumentError(`The calendar has no ${text.slice(0, 10)}. Correct the day.`);
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
  assertLab(lab);
  try {
    return readRoster(readFileSync(roster), { lab, labs: knownLabs() });
  } catch (error) {
    if (error instanceof RosterError) throw new UsageError(`${roster}: ${error.message}`);
    throw new UsageError(`The roster ${roster} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
