/** What the syllabus needs to know of a lab. Minutes are whole. */
export interface LabTimes {
  lab: string;
  minutes: { read: number; code: number; write: number };
  /** Labs that come before this one. */
  needs: string[];
  /** In the order to read them in. */
  lessons: string[];
  /** With the lesson that each rests on, where the handout names one; all points of a lab are 100. */
  checkpoints: { id: string; points: number; lesson?: string | undefined }[];
}

/** What is done in one go: a lesson, the reading of a handout, a checkpoint, the written questions. */
export interface Unit {
  kind: 'lesson' | 'read' | 'checkpoint' | 'questions';
  /** Of the lesson or the checkpoint; of the lab for the others. */
  id: string;
  lab: string;
  minutes: number;
}

/** Weeks or days, and what is left over when they are full. */
export interface Plan {
  periods: Unit[][];
  after: Unit[];
}

/** A lesson has 800 to 1,500 words, something to try, and questions. */
export const LESSON_MINUTES = 30;

/** All there is to do, in an order in which nothing comes before what it rests on. */
export function unitsOf(labs: LabTimes[]): Unit[] {
  return inOrder(labs).flatMap(unitsOfLab);
}

/** Labs after those that they need; otherwise as they are given. */
function inOrder(labs: LabTimes[]): LabTimes[] {
  const left = [...labs];
  const placed = new Set<string>();
  const ordered: LabTimes[] = [];
  while (left.length > 0) {
    const at = left.findIndex(({ needs }) => needs.every((id) => placed.has(id)));
    const [next] = at < 0 ? [] : left.splice(at, 1);
    if (!next)
      throw new RangeError(`No order does for ${left.map(({ lab }) => lab).join(', ')}: look at what they need.`);
    placed.add(next.lab);
    ordered.push(next);
  }
  return ordered;
}

function unitsOfLab({ lab, minutes, lessons, checkpoints }: LabTimes): Unit[] {
  const waiting = lessonsBefore(lessons, checkpoints);
  const lessonUnits = (ids: string[] = []): Unit[] =>
    ids.map((id) => ({ kind: 'lesson', id, lab, minutes: LESSON_MINUTES }));
  let points = 0;
  const work = checkpoints.flatMap(({ id, points: own }, at): Unit[] => {
    const begun = share(minutes.code, points);
    points += own;
    const unit: Unit = { kind: 'checkpoint', id, lab, minutes: share(minutes.code, points) - begun };
    return at === 0 ? [unit] : [...lessonUnits(waiting[at]), unit];
  });
  return [
    ...lessonUnits(waiting[0]),
    { kind: 'read', id: lab, lab, minutes: minutes.read },
    ...work,
    { kind: 'questions', id: lab, lab, minutes: minutes.write },
  ];
}

/**
 * For each checkpoint the lessons to read right before it: up to the last one that it names, so that their order stays.
 * What stands behind the last that is named comes at the end, before the last checkpoint.
 */
function lessonsBefore(lessons: string[], checkpoints: LabTimes['checkpoints']): string[][] {
  let done = 0;
  return checkpoints.map(({ lesson = '' }, at) => {
    const end = at === checkpoints.length - 1 ? lessons.length : lessons.indexOf(lesson) + 1;
    const now = lessons.slice(done, end);
    done = Math.max(done, end);
    return now;
  });
}

/** Rounded as a running total, so that the parts give the whole. */
function share(minutes: number, points: number): number {
  return Math.round((minutes * points) / 100);
}

/**
 * Fills so many weeks or days one after the other, each with at most so many minutes.
 * @throws RangeError when one unit takes longer than that
 */
export function plan(units: Unit[], { periods: count, minutes }: { periods: number; minutes: number }): Plan {
  const long = units.find((unit) => unit.minutes > minutes);
  if (long)
    throw new RangeError(`${long.kind} ${long.id} takes ${long.minutes} minutes, more than the ${minutes} there are.`);
  const filled: Unit[][] = [[]];
  for (const unit of units) {
    const last = filled.at(-1) ?? [];
    if (minutesOf(last) + unit.minutes <= minutes) last.push(unit);
    else filled.push([unit]);
  }
  return { periods: filled.slice(0, count), after: filled.slice(count).flat() };
}

/** The fewest minutes a week, in half hours, with which all fits into so many weeks. */
export function fewestMinutes(units: Unit[], weeks: number): number {
  let minutes = Math.ceil(Math.max(30, ...units.map((unit) => unit.minutes)) / 30) * 30;
  while (plan(units, { periods: weeks, minutes }).after.length > 0) minutes += 30;
  return minutes;
}

/** The sum of what they take. */
export function minutesOf(units: Unit[]): number {
  return units.reduce((sum, { minutes }) => sum + minutes, 0);
}
