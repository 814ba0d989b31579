import type { ErrorObject } from 'ajv';
import type { Course } from '../course/course-file.ts';
import { courseFaults } from '../course/course-rules.ts';
import { type CourseText, type ExtensionText, matchesSchema } from '../course/course-schema.ts';
import { localTime } from '../course/local-time.ts';
import { type Gradebook, NotInGradebook } from './gradebook.ts';

/** More time for one member, granted in the portal. */
export interface Granted {
  id: number;
  member: string;
  /** All labs when null. */
  lab: string | null;
  days: number | null;
  /** A local time of the course's zone, as it was written. */
  until: string | null;
  reason: string;
  grantedBy: string;
  grantedAt: Date;
  withdrawnBy: string | null;
  withdrawnAt: Date | null;
  withdrawnReason: string | null;
}

/** What is wrong with a draft, at which of its fields, and what to do. */
export interface FieldFault {
  field: keyof ExtensionText;
  message: string;
}

/** An extension that the rules of the course file do not allow. */
export class ExtensionRefused extends Error {
  override readonly name = 'ExtensionRefused';
  readonly faults: FieldFault[];

  constructor(faults: FieldFault[]) {
    super(faults.map(({ message }) => message).join(' '));
    this.faults = faults;
  }
}

/** The course with what has been granted in the portal and not withdrawn; of several extensions the kindest counts, as ever. */
export function courseWith(course: Course, granted: Granted[]): Course {
  const added = granted
    .filter(({ withdrawnAt }) => withdrawnAt === null)
    .map(({ member, lab, days, until, reason }) => ({
      ...{ student: member, reason },
      ...(lab !== null && { lab }),
      ...(days !== null && { days }),
      ...(until !== null && { until: localTime(until, course.timeZone) }),
    }));
  return { ...course, extensions: [...course.extensions, ...added] };
}

/** What was granted, the latest first: of everybody, or of one member. */
export function extensionsOf({ knex }: Gradebook, member?: string): Promise<Granted[]> {
  const rows = knex<Granted>('extensions').orderBy('id', 'desc').select();
  return member === undefined ? rows : rows.where({ member });
}

/** @throws ExtensionRefused with every fault there is */
export async function grantExtension({ knex }: Gradebook, course: Course, draft: ExtensionText, by: string) {
  const faults = faultsOf(course, draft);
  const { student: member, lab = null, days = null, until = null, reason } = draft;
  const known = await knex('members').where({ id: member, role: 'student' }).first('id');
  if (!known) faults.unshift({ field: 'student', message: `The roster has no student "${member}". Correct the id.` });
  if (faults.length > 0) throw new ExtensionRefused(faults);
  await knex('extensions').insert({ member, lab, days, until: until?.replace('T', ' '), reason, grantedBy: by });
}

/** From now on it does not count; it stays to be seen. @throws NotInGradebook when there is none that counts. */
export async function withdrawExtension({ knex }: Gradebook, id: number, by: string, reason: string): Promise<void> {
  const withdrawn = { withdrawnBy: by, withdrawnAt: knex.fn.now(), withdrawnReason: reason };
  const changed = await knex('extensions').where({ id, withdrawnAt: null }).update(withdrawn);
  if (changed === 0) throw new NotInGradebook('There is no such extension, or it was withdrawn before.');
}

/** The rules of the course file, asked about one extension more. */
function faultsOf(course: Course, draft: ExtensionText): FieldFault[] {
  const text = { ...textOf(course), extensions: [draft] };
  if (!matchesSchema(text)) return (matchesSchema.errors ?? []).map(schemaFaultOf);
  const faults: FieldFault[] = [];
  const labs = course.labs.map(({ lab }) => lab);
  courseFaults(text, labs, {
    value: text,
    fault: (path, message) => {
      const [root, , field = 'days'] = path;
      if (root === 'extensions') faults.push({ field: field as FieldFault['field'], message });
      return message;
    },
  });
  return faults;
}

/** The part of `course.yaml` that extensions are measured by. */
function textOf({ course, term, timeZone, labs, late, attempts }: Course): CourseText {
  const dues = labs.map(({ lab, due }) => [lab, { due: due.toPlainDateTime().toString({ smallestUnit: 'second' }) }]);
  return { course, term, timeZone, labs: Object.fromEntries(dues), late, attempts };
}

function schemaFaultOf({ instancePath, keyword, params, parentSchema }: ErrorObject): FieldFault {
  const field = keyword === 'required' ? params.missingProperty : instancePath.split('/').at(-1);
  if (keyword === 'required' || keyword === 'minLength') return { field, message: 'It is missing. Fill it in.' };
  // What the brackets say is for those who write YAML.
  const wanted = String(parentSchema?.description).replace(/ \(.*\)$/, '');
  return { field, message: `It must be ${wanted}.` };
}
