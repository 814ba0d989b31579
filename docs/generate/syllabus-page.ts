import { parse } from 'yaml';
import type { Checkpoint } from '../../grader/src/types.ts';
import { lesson, lessonOrder } from './course.ts';
import { lessonOf } from './handout.ts';
import { anchorOf, table, writePage } from './page.ts';
import { read } from './source.ts';
import {
  fewestMinutes,
  type LabTimes,
  LESSON_MINUTES,
  minutesOf,
  type Plan,
  plan,
  type Unit,
  unitsOf,
} from './syllabus.ts';

interface LabFile {
  title: string;
  minutes: LabTimes['minutes'];
  prerequisites: { labs: string[] };
  checkpoints: Checkpoint[];
}

/** Hours of a day in class, breaks left out. */
const DAY_MINUTES = 7 * 60;

/** The lengths a course may have, and how the work is shared out over each. */
export const forms: { title: string; period: string; planOf(units: Unit[]): Plan & { minutes: number } }[] = [
  { title: '14 weeks', period: 'Week', planOf: (units) => evenPlan(units, 14) },
  { title: '6 weeks', period: 'Week', planOf: (units) => evenPlan(units, 6) },
  {
    title: '3 days',
    period: 'Day',
    planOf: (units) => ({ ...plan(units, { periods: 3, minutes: DAY_MINUTES }), minutes: DAY_MINUTES }),
  },
];

function evenPlan(units: Unit[], periods: number) {
  const minutes = fewestMinutes(units, periods);
  return { ...plan(units, { periods, minutes }), minutes };
}

/** What `lab.yaml`, the handouts and the lessons' order say of these labs. */
export function labTimes(labs: string[]): LabTimes[] {
  const lessons = lessonOrder(labs);
  return labs.map((lab) => {
    const { minutes, prerequisites, checkpoints } = fileOf(lab);
    return {
      ...{ lab, minutes, needs: prerequisites.labs },
      lessons: lessons.filter((it) => it.lab === lab).map(({ id }) => id),
      checkpoints: checkpoints.map((it) => ({ ...it, lesson: /\/lessons\/([\w-]+)/.exec(lessonOf(lab, it))?.[1] })),
    };
  });
}

function fileOf(lab: string): LabFile {
  return parse(read(`labs/${lab}/lab.yaml`)) as LabFile;
}

/** Writes the syllabus, and returns its id for the side bar. */
export function writeSyllabus(labs: string[]): string {
  const units = unitsOf(labTimes(labs));
  return writePage({
    slug: '/handbook/syllabus',
    title: 'Syllabus',
    description: 'For staff. The course in 14 weeks, in 6 weeks and in 3 days, made from the times of the labs.',
    source: 'docs/generate/syllabus-page.ts',
    body: [introduction(labs, units), ...forms.map((form) => section(form, units))].join('\n\n'),
  });
}

function introduction(labs: string[], units: Unit[]): string {
  const rows = labs.map((lab) => {
    const { minutes, prerequisites } = fileOf(lab);
    const { read, code, write } = minutes;
    const needs = prerequisites.labs.map((id) => `Lab ${id.slice(0, 2)}`).join(', ');
    return [labLink(lab), ...[read, code, write, read + code + write].map(hours), needs || 'none'];
  });
  return `These plans are made from the files of the labs, anew for each build of the site. A lab's \`lab.yaml\` says how long it takes
to read, to code and to write. The time to code is shared out over the checkpoints as their points are. A lesson takes
${LESSON_MINUTES} minutes, with what there is to try, and stands before the first checkpoint that rests on it.

${table(['lab', 'read', 'code', 'write', 'in all', 'after'], rows)}

All labs and lessons take ${hours(minutesOf(units))}. These times are the authors' estimates. Ask your first class how long it took, write that
into \`lab.yaml\`, and the plans follow. The time is a student's work, wherever it is done: a lecture may take the place of a
lesson, but tutorials and examinations are not in it. If it is too much, leave the last lab out: no other lab needs it.

A week holds at most the hours that stand above its table, and never a part of a checkpoint, so some weeks are short. They are
for whoever is behind. The day of each “hand in” goes into [\`course.yaml\`](/start/portal#what-it-reads) as the lab's \`due\`.`;
}

function section({ title, period, planOf }: (typeof forms)[number], units: Unit[]): string {
  const { periods, after, minutes } = planOf(units);
  const rows = periods.map((own, at) => [
    String(at + 1),
    own
      .filter(({ kind }) => kind === 'lesson')
      .map(lessonLink)
      .join('; ') || '–',
    workOf(own),
    hours(minutesOf(own)),
  ]);
  const all = after.length === 0 ? 'All labs and lessons fit in.' : 'What does not fit in stands below the table.';
  return [
    `## ${title}`,
    `At most ${hours(minutes)} a ${period.toLowerCase()}. ${all}`,
    table([period.toLowerCase(), 'lessons', 'lab', 'time'], rows),
    ...(after.length === 0 ? [] : [afterwards(after)]),
  ].join('\n\n');
}

function afterwards(units: Unit[]): string {
  const lessons = units.filter(({ kind }) => kind === 'lesson').map(lessonLink);
  return `Afterwards, ${hours(minutesOf(units))} at everybody's own pace:

- Lessons: ${lessons.join('; ')}
- Labs: ${workOf(units)}`;
}

/** The work on labs, in order: what is read, which checkpoints, when to hand in. */
function workOf(units: Unit[]): string {
  const work = units.filter(({ kind }) => kind !== 'lesson');
  const labs = [...new Set(work.map(({ lab }) => lab))];
  const told = labs.map((lab) => {
    const own = work.filter((unit) => unit.lab === lab);
    return `${labLink(lab)}: ${own.map(unitText).join(', ')}`;
  });
  return told.join('; ') || '–';
}

function unitText({ kind, id, lab }: Unit): string {
  if (kind === 'read') return 'read the handout';
  if (kind === 'questions') return 'answer the questions, **hand in**';
  const checkpoint = fileOf(lab).checkpoints.find((it) => it.id === id) as Checkpoint;
  return `[${id}](/labs/${lab}#${anchorOf(checkpoint)})`;
}

function labLink(lab: string): string {
  return `[Lab ${lab.slice(0, 2)} ${fileOf(lab).title}](/labs/${lab})`;
}

function lessonLink({ id }: Unit): string {
  return `[${lesson(id).title}](/lessons/${id})`;
}

/** "4 h 20 min" */
function hours(minutes: number): string {
  const parts = [
    minutes >= 60 ? `${Math.floor(minutes / 60)}\u00a0h` : '',
    minutes % 60 > 0 ? `${minutes % 60}\u00a0min` : '',
  ];
  return parts.filter(Boolean).join('\u00a0') || '0\u00a0min';
}
