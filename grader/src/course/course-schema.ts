import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AttemptPolicy, Extension, LatePolicy } from './course-file.ts';

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

const text = (maxLength: number) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description: `a text of at most ${maxLength} characters (a number in quotation marks)`,
});
const number = (minimum: number, maximum: number) => ({
  type: 'number',
  minimum,
  maximum,
  // Exact arithmetic needs an end to the decimals.
  multipleOf: 0.01,
  description: `a number from ${minimum} to ${maximum} with at most two decimals`,
});
const whole = (minimum: number, maximum: number) => ({
  type: 'integer',
  minimum,
  maximum,
  description: `a whole number from ${minimum} to ${maximum}`,
});
const time = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}[ T]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$',
  description: 'a local time such as "2027-02-12 23:59"',
};
const record = (required: string[], properties: object) => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
  description: `a map with ${Object.keys(properties).join(', ')}`,
});
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

const ajv = new Ajv2020({ allErrors: true, verbose: true, multipleOfPrecision: 6 });

/** Whether a value has the form of `course.yaml`; if not, `errors` says why. */
export const matchesSchema = ajv.compile<CourseText>(courseSchema);
