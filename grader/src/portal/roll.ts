import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { type Course, readCourse } from '../course/course-file.ts';
import { CourseError } from '../course/course-places.ts';
import { type Member, readMembers } from '../course/roster.ts';
import { RosterError } from '../course/roster-csv.ts';

/** Who is in the course, and its rules. */
export interface Roll {
  readonly course: Course;
  readonly members: Member[];
  member(id: string): Member | undefined;
  /** Who logs on with this address, whatever its case. */
  whoHas(email: string): Member | undefined;
  /** The member, and whoever shares what the member hands in. */
  groupOf(member: Member): Member[];
}

/** A roster or a course file that cannot be used; the message names the file, and says what to do. */
export class RollError extends Error {
  override readonly name = 'RollError';
}

export interface RollFiles {
  /** Paths. */
  roster: string;
  course: string;
  /** Ids of the labs that there are. */
  labs: string[];
}

/** Reads both files. @throws RollError */
export function readRoll({ roster, course, labs }: RollFiles): Roll {
  const members = reading(roster, (bytes) => readMembers(bytes, labs));
  const rules = reading(course, (bytes) => readCourse(bytes.toString('utf8'), labs, members));
  const byEmail = new Map(members.map((member) => [folded(member.email), member]));
  const byId = new Map(members.map((member) => [member.id, member]));
  return {
    ...{ course: rules, members },
    member: (id) => byId.get(id),
    whoHas: (email) => byEmail.get(folded(email)),
    groupOf: (member) => members.filter(({ id, group }) => id === member.id || (group && group === member.group)),
  };
}

function folded(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

function reading<T>(file: string, read: (bytes: Buffer) => T): T {
  try {
    return read(readFileSync(file));
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    if (error instanceof CourseError || error instanceof RosterError) throw new RollError(`${file}: ${message}`);
    throw new RollError(`${file} cannot be read (${code ?? message}). See that it is there, and readable.`);
  }
}

/** How often the files are looked at. */
const LOOK_MS = 1_000;

/**
 * The roll as the files say now: read anew when one changes. While the new one is wrong, the old one stays in force.
 * @param onChange told of each new roll; it is in force when that resolves
 */
export function watchRoll(
  files: RollFiles,
  first: Roll,
  { onChange, log }: { onChange(roll: Roll): Promise<void>; log(line: string): void },
): Roll & Disposable {
  let current = first;
  const look = async () => {
    try {
      const next = readRoll(files);
      await onChange(next);
      current = next;
      log(`The roster and the course file were read anew: ${next.members.length} members.`);
    } catch (error) {
      log(`What was read before stays in force. ${(error as Error).message}`);
    }
  };
  const paths = [files.roster, files.course];
  for (const path of paths) watchFile(path, { interval: LOOK_MS, persistent: false }, look);
  return {
    get course() {
      return current.course;
    },
    get members() {
      return current.members;
    },
    member: (id) => current.member(id),
    whoHas: (email) => current.whoHas(email),
    groupOf: (member) => current.groupOf(member),
    [Symbol.dispose]() {
      for (const path of paths) unwatchFile(path, look);
    },
  };
}
