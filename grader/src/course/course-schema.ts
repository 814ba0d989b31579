import type { AttemptPolicy, Extension, LatePolicy } from './course-file.ts';
import { formOf, number, record, text, whole } from './form.ts';

/** `course.yaml` as it is written. */
export interface CourseText {
  course: string;
  term: string;
  timeZone: string;
  labs: Record<string, LabText>;
  late: LatePolicy;
  attempts: AttemptPolicy;
  extensions?: ExtensionText[];
}

/** One lab as it is written. */
export interface LabText {
  due: string;
  opens?: string;
  closes?: string;
  weight?: number;
  late?: Partial<LatePolicy>;
  attempts?: Partial<AttemptPolicy>;
}

/** One extension as it is written. */
export type ExtensionText = Omit<Extension, 'until'> & { until?: string };

const time = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}[ T]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$',
  description: 'a local time such as "2027-02-12 23:59"',
};
const late = { graceDays: whole(0, 100), perDay: number(0, 100), closesAfterDays: whole(0, 366) };
const attempts = {
  tokens: whole(1, 1000),
  backAfterHours: number(0, 8784),
  counts: { enum: ['best', 'latest'], description: '"best" or "latest"' },
};
const lab = record(['due'], {
  due: time,
  opens: time,
  closes: time,
  weight: number(0, 1000),
  late: record([], late),
  attempts: record([], attempts),
});
const extension = record(['student', 'reason'], {
  student: text(64),
  lab: text(64),
  days: whole(1, 366),
  until: time,
  reason: text(500),
});

const courseSchema = record(['course', 'term', 'timeZone', 'labs', 'late', 'attempts'], {
  course: text(200),
  term: text(200),
  timeZone: text(64),
  labs: { type: 'object', minProperties: 1, additionalProperties: lab, description: 'a map with at least one lab' },
  late: record(Object.keys(late), late),
  attempts: record(Object.keys(attempts), attempts),
  extensions: { type: 'array', items: extension, description: 'a list of extensions' },
});

/** Whether a value has the form of `course.yaml`; if not, `errors` says why. */
export const matchesSchema = formOf<CourseText>(courseSchema);
