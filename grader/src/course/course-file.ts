import { CourseError, readSource, type Source, schemaFault } from './course-places.ts';
import { courseFaults } from './course-rules.ts';
import { type CourseText, matchesSchema } from './course-schema.ts';
import { localTime, type Moment } from './local-time.ts';
import type { Member } from './roster.ts';

/** What lateness costs. */
export interface LatePolicy {
  /** Of the course: a bank for the whole term. Of a lab: the most it may take from the bank. */
  graceDays: number;
  /** Per cent of the points earned, for each day begun after grace. */
  perDay: number;
  /** Calendar days after the due time, after which nothing counts. */
  closesAfterDays: number;
}

/** Attempts are tokens that come back. */
export interface AttemptPolicy {
  tokens: number;
  backAfterHours: number;
  counts: 'best' | 'latest';
}

/** A lab of the course, with the policies that hold for it. */
export interface CourseLab {
  lab: string;
  due: Moment;
  opens?: Moment;
  /** One moment for everybody, in place of `late.closesAfterDays`. */
  closes?: Moment;
  weight: number;
  late: LatePolicy;
  attempts: AttemptPolicy;
}

/** More time for one student: of one lab, or of all. */
export interface Extension {
  student: string;
  lab?: string;
  days?: number;
  until?: Moment;
  reason: string;
}

/** `course.yaml`, read. Labs are in the file's order. */
export interface Course {
  course: string;
  term: string;
  timeZone: string;
  labs: CourseLab[];
  late: LatePolicy;
  attempts: AttemptPolicy;
  extensions: Extension[];
}

/**
 * Reads `course.yaml`.
 *
 * A time is an instant: handed in at 23:59:00 is on time, a second later is late. Times are those of the course's zone.
 * Where a change of the clocks makes a time ambiguous, the student gets the more: the later due time, the earlier opening.
 *
 * ```yaml
 * course: Microservices and cloud applications
 * term: Spring 2027
 * timeZone: Europe/Berlin
 *
 * labs:
 *   01-address:
 *     opens: 2027-01-25 08:00
 *     due: 2027-02-12 23:59
 *     weight: 25
 *   02-person:
 *     due: 2027-03-05 23:59
 *     weight: 25
 *     late: { graceDays: 1 } # no more than one day of the bank
 *   03-oauth2:
 *     due: 2027-03-28 02:30 # does not exist: 03:30 is meant
 *     closes: 2027-04-02 23:59 # for everybody, unless an extension goes beyond
 *     weight: 25
 *   04-profile:
 *     due: 2027-04-30 23:59
 *     weight: 25
 *     attempts: { tokens: 8 }
 *
 * late:
 *   graceDays: 3 # a bank for the whole term, spent where it serves the student most
 *   perDay: 10 # per cent of the points earned, for each day begun after grace
 *   closesAfterDays: 7 # later attempts are recorded and do not count
 *
 * attempts:
 *   tokens: 5
 *   backAfterHours: 12 # each token, after its use
 *   counts: best # after penalty; or: latest
 *
 * extensions: # of several, the kindest counts
 *   - student: s0012345
 *     lab: 01-address
 *     days: 3
 *     reason: ill, certificate seen
 *   - student: s0067890
 *     until: 2027-03-12 12:00 # every lab that is due before
 *     reason: moved house
 * ```
 * @param labs ids of the labs that there are
 * @param members of the roster; extensions can be of these alone
 * @throws CourseError with every fault there is
 */
export function readCourse(text: string, labs: string[], members?: Pick<Member, 'id'>[]): Course {
  const source = readSource(text);
  const { value } = source;
  if (!matchesSchema(value)) {
    throw new CourseError((matchesSchema.errors ?? []).map((error) => schemaFault(source, error)));
  }
  const faults = [...courseFaults(value, labs, source), ...(members ? strangerFaults(value, members, source) : [])];
  if (faults.length > 0) throw new CourseError(faults);
  return courseOf(value);
}

/** Extensions of students whom the roster does not have: a mistyped id would give nobody more time. */
function strangerFaults({ extensions = [] }: CourseText, members: Pick<Member, 'id'>[], { fault }: Source): string[] {
  const ids = new Set(members.map(({ id }) => id));
  return extensions.flatMap(({ student }, at) => {
    const message = `An extension names ${student}, whom the roster does not have. Correct the id.`;
    return ids.has(student) ? [] : [fault(['extensions', at, 'student'], message)];
  });
}

function courseOf(file: CourseText): Course {
  const at = (time: string) => localTime(time, file.timeZone);
  const labs = Object.entries(file.labs).map(([lab, { due, opens, closes, weight = 1, late, attempts }]) => ({
    lab,
    due: at(due),
    ...(opens && { opens: localTime(opens, file.timeZone, 'earlier') }),
    ...(closes && { closes: at(closes) }),
    weight,
    late: { ...file.late, ...late },
    attempts: { ...file.attempts, ...attempts },
  }));
  const extensions = (file.extensions ?? []).map(({ until, ...rest }) => ({
    ...rest,
    ...(until && { until: at(until) }),
  }));
  return { ...file, labs, extensions };
}
