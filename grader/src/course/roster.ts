import { RosterError, type Row, readRows } from './roster-csv.ts';
import { COLUMNS, type Column, faultOf, isRole, REQUIRED, type Role } from './roster-fields.ts';

/** Somebody who takes part in the course. */
export interface Member {
  id: string;
  name: string;
  email: string;
  group?: string;
  role: Role;
}

/** What a member hands in for a lab: a folder, an archive or a URL, as the roster has it. */
export interface HandedIn {
  member: string;
  lab: string;
  source: string;
  /** Where the roster says so; for one who shares a group's submission, the line of the one who handed in. */
  line: number;
}

/** What a roster says. */
export interface Roster {
  members: Member[];
  handedIn: HandedIn[];
}

type Line = { line: number } & Record<Column, string>;

/**
 * Reads a roster: CSV with the columns id, name, email and, if need be, group, lab, submission, role. A member has one line
 * for each lab, or one line only; a line without a submission just makes a member. A group shares what one of it hands in.
 * @param options.lab of lines that name none
 * @param options.labs all that the course has
 * @throws RosterError with every fault there is
 */
export function readRoster(text: string | Buffer, options: { lab?: string; labs: string[] }): Roster {
  return rosterOf(linesOf(readRows(text)), options);
}

/** The members alone, whatever the lines hand in. @throws RosterError as above */
export function readMembers(text: string | Buffer, labs: string[]): Member[] {
  return rosterOf(
    linesOf(readRows(text)).map((line) => ({ ...line, submission: '' })),
    { labs },
  ).members;
}

function rosterOf(lines: Line[], options: { lab?: string; labs: string[] }): Roster {
  const faults = [...optionFaults(options), ...lines.flatMap((line) => cellFaults(line, options))];
  const members = new Map<string, Line>();
  for (const line of lines) faults.push(...join(members, line));
  faults.push(...emailFaults([...members.values()]));
  const sources = new Map<string, Line>();
  for (const line of lines) faults.push(...handIn(sources, members, { ...line, lab: line.lab || (options.lab ?? '') }));
  if (lines.length === 0) faults.push('line 2: There is no member. Write one line for each.');
  if (faults.length > 0) throw new RosterError(faults.sort((a, b) => lineOf(a) - lineOf(b)));
  return { members: [...members.values()].map(memberOf), handedIn: shared([...members.values()], sources) };
}

function optionFaults({ lab, labs }: { lab?: string; labs: string[] }): string[] {
  return lab === undefined || labs.includes(lab) ? [] : [`There is no lab "${lab}". Name one of ${labs.join(', ')}.`];
}

function linesOf([header, ...rows]: Row[]): Line[] {
  if (!header) throw new RosterError([`line 1: The file is empty. Begin with the header ${COLUMNS.join(',')}.`]);
  const names = header.cells.map((name) => name.toLowerCase());
  const faults = headerFaults(names).map((fault) => `line ${header.line}: ${fault}`);
  faults.push(...rows.flatMap((row) => widthFaults(row, names)));
  if (faults.length > 0) throw new RosterError(faults);
  return rows.map(({ line, cells }) => {
    const filled = COLUMNS.map((column) => [column, (cells[names.indexOf(column)] ?? '').normalize('NFC')]);
    return { line, ...(Object.fromEntries(filled) as Record<Column, string>) };
  });
}

function headerFaults(names: string[]): string[] {
  const known = (name: string) => name === '' || COLUMNS.some((column) => column === name);
  const all = COLUMNS.join(', ');
  return [
    ...REQUIRED.filter((it) => !names.includes(it)).map((it) => `There is no column ${it}. The columns are ${all}.`),
    ...names.filter((it) => !known(it)).map((it) => `There is no column "${it}". Remove it; the columns are ${all}.`),
    ...COLUMNS.filter((it) => names.indexOf(it) !== names.lastIndexOf(it)).map(
      (it) => `${it} stands twice. Remove one.`,
    ),
  ];
}

function widthFaults({ line, cells }: Row, names: string[]): string[] {
  if (!cells.some((cell, at) => cell !== '' && !names[at])) return [];
  return [`line ${line}: There are more cells than columns. Put a cell with a separator in it in quotation marks.`];
}

function cellFaults(line: Line, { lab, labs }: { lab?: string; labs: string[] }): string[] {
  const faults = COLUMNS.flatMap((column) => faultOf(column, line[column], labs) ?? []);
  if (line.submission && !line.lab && lab === undefined)
    faults.push('The lab of the submission is missing. Fill it in.');
  return faults.map((fault) => `line ${line.line}: ${fault}`);
}

/** Adds a line to what is known of its member. An empty cell says nothing, so it contradicts nothing. */
function join(members: Map<string, Line>, line: Line): string[] {
  // File names that differ in case only are one file on some machines.
  const key = line.id.toLowerCase();
  const known = members.get(key);
  if (!known) members.set(key, { ...line });
  if (!known || key === '') return [];
  const faults = (['id', 'name', 'email', 'group', 'role'] as const).flatMap((column) => {
    const [before, now] = [known[column], line[column]];
    if (before === '') known[column] = now;
    const fold = column === 'email' || column === 'role';
    if (before === '' || now === '' || (fold ? before.toLowerCase() === now.toLowerCase() : before === now)) return [];
    return [`its ${column} is "${now}", on line ${known.line} "${before}"`];
  });
  if (faults.length === 0) return [];
  return [`line ${line.line}: ${line.id} contradicts an earlier line: ${faults.join('; ')}. Make them agree.`];
}

/** The portal tells people by their address, and Moodle takes scores by it. */
function emailFaults(members: Line[]): string[] {
  const told = members.filter(({ id, email }) => id && email);
  return [...Map.groupBy(told, ({ email }) => email.toLowerCase()).values()].flatMap(([first, ...others]) =>
    others.map(
      ({ id, email, line }) =>
        `line ${line}: ${id} has the e-mail address "${email}", on line ${first?.line} ${first?.id} has it. Give each their own.`,
    ),
  );
}

/** Notes a line's submission for its member or group, which has one for each lab. */
function handIn(sources: Map<string, Line>, members: Map<string, Line>, line: Line): string[] {
  if (!line.submission || !line.id || !line.lab) return [];
  const owner = members.get(line.id.toLowerCase()) ?? line;
  const key = keyOf(owner, line.lab);
  const first = sources.get(key);
  if (!first) sources.set(key, line);
  if (!first || first.submission === line.submission) return [];
  const who = owner.group && first.id !== line.id ? `Group ${owner.group}` : line.id;
  return [
    `line ${line.line}: ${who} hands in "${line.submission}" for ${line.lab}, on line ${first.line} ` +
      `"${first.submission}". Keep one of them.`,
  ];
}

function keyOf({ id, group }: Line, lab: string): string {
  return JSON.stringify([lab, group ? { group } : id.toLowerCase()]);
}

function shared(members: Line[], sources: Map<string, Line>): HandedIn[] {
  const labs = [...new Set([...sources.values()].map(({ lab }) => lab))].sort();
  return labs.flatMap((lab) =>
    members.flatMap((member) => {
      const from = sources.get(keyOf(member, lab));
      return from ? [{ member: member.id, lab, source: from.submission, line: from.line }] : [];
    }),
  );
}

function memberOf({ id, name, email, group, role }: Line): Member {
  const said = role.toLowerCase();
  return { id, name, email, ...(group ? { group } : {}), role: isRole(said) ? said : 'student' };
}

function lineOf(fault: string): number {
  return Number(/^line (\d+)/.exec(fault)?.[1] ?? 0);
}
