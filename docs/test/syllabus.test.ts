import fc from 'fast-check';
import { lessonOrder } from '../generate/course.ts';
import { fewestMinutes, type LabTimes, minutesOf, plan, type Unit, unitsOf } from '../generate/syllabus.ts';
import { forms, labTimes } from '../generate/syllabus-page.ts';

const real = labTimes(['01-address', '02-person', '03-oauth2', '04-profile']);

/** Labs that need any of those before them, in any order. */
const anyLabs: fc.Arbitrary<LabTimes[]> = fc
  .array(fc.tuple(fc.nat(600), fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 6 }), fc.boolean()), { maxLength: 6 })
  .map((drawn) =>
    drawn.map(([code, lessons, needs, parts, told], at) => anyLab({ code, lessons, needs, parts, told, at })),
  )
  .chain((labs) => fc.shuffledSubarray(labs, { minLength: labs.length }));

function anyLab(drawn: { code: number; lessons: number; needs: number; parts: number; told: boolean; at: number }) {
  const { code, lessons, needs, parts, told, at } = drawn;
  const ids = Array.from({ length: lessons }, (_, index) => `lesson ${at}.${index}`);
  const points = (index: number) => Math.floor(100 / parts) + (index === 0 ? 100 % parts : 0);
  return {
    lab: `lab ${at}`,
    minutes: { read: 60, code, write: 40 },
    needs: at > 0 && needs > 0 ? [`lab ${(at * needs) % at}`] : [],
    lessons: ids,
    checkpoints: Array.from({ length: parts }, (_, index) => ({
      id: `${at}.${index}`,
      points: points(index),
      lesson: told ? ids[(index * 2) % Math.max(1, lessons)] : undefined,
    })),
  };
}

const names = (units: Unit[]) => units.map(({ kind, id }) => `${kind} ${id}`);

function namesOf(labs: LabTimes[]): string[] {
  return labs.flatMap(({ lab, lessons, checkpoints }) => [
    ...[`read ${lab}`, `questions ${lab}`],
    ...lessons.map((id) => `lesson ${id}`),
    ...checkpoints.map(({ id }) => `checkpoint ${id}`),
  ]);
}

/** Every pair of which the first must come before the second. */
function orderOf(labs: LabTimes[]): [before: string, after: string][] {
  return labs.flatMap(({ lab, lessons, checkpoints, needs }) => [
    ...needs.map((id) => [`questions ${id}`, `read ${lab}`] as [string, string]),
    ...checkpoints.flatMap(({ id, lesson }): [string, string][] => [
      [`read ${lab}`, `checkpoint ${id}`],
      [`checkpoint ${id}`, `questions ${lab}`],
      ...(lesson === undefined || !lessons.includes(lesson)
        ? []
        : [[`lesson ${lesson}`, `checkpoint ${id}`] as [string, string]]),
    ]),
    ...lessons.map((id) => [`lesson ${id}`, `questions ${lab}`] as [string, string]),
  ]);
}

test('in any plan each lab and lesson stands exactly once, after all that it needs, and no week is above its hours', () => {
  fc.assert(
    fc.property(anyLabs, fc.integer({ min: 1, max: 15 }), fc.nat(600), (labs, periods, more) => {
      const units = unitsOf(labs);
      const minutes = Math.max(0, ...units.map((unit) => unit.minutes)) + more;
      const made = plan(units, { periods, minutes });
      const order = names([...made.periods.flat(), ...made.after]);
      expect(order.toSorted()).toEqual(namesOf(labs).toSorted());
      for (const [before, after] of orderOf(labs)) expect(order.indexOf(before)).toBeLessThan(order.indexOf(after));
      expect(made.periods.length).toBeLessThanOrEqual(periods);
      for (const period of made.periods) expect(minutesOf(period)).toBeLessThanOrEqual(minutes);
    }),
  );
});

test('the parts of a lab take as long as lab.yaml says', () => {
  fc.assert(
    fc.property(anyLabs, (labs) => {
      const work = unitsOf(labs).filter(({ kind }) => kind !== 'lesson');
      const told = labs.map(({ minutes: { read, code, write } }) => read + code + write);
      expect(minutesOf(work)).toBe(told.reduce((sum, minutes) => sum + minutes, 0));
    }),
  );
});

test('the fewest hours are enough, and half an hour less is not', () => {
  const units = unitsOf(real);
  for (const weeks of [6, 14]) {
    const minutes = fewestMinutes(units, weeks);
    expect(plan(units, { periods: weeks, minutes }).after).toEqual([]);
    expect(plan(units, { periods: weeks, minutes: minutes - 30 }).after).not.toEqual([]);
  }
});

test.each(forms)('the syllabus of $title has every lesson and lab of the course once, in order', ({ planOf }) => {
  const { periods, after } = planOf(unitsOf(real));
  const order = [...periods.flat(), ...after];
  expect(names(order).toSorted()).toEqual(namesOf(real).toSorted());
  const lessons = lessonOrder(real.map(({ lab }) => lab)).map(({ id }) => id);
  expect(order.filter(({ kind }) => kind === 'lesson').map(({ id }) => id)).toEqual(lessons);
  for (const { id, lesson } of real.flatMap(({ checkpoints }) => checkpoints)) {
    if (lesson) expect(names(order).indexOf(`lesson ${lesson}`)).toBeLessThan(names(order).indexOf(`checkpoint ${id}`));
  }
});

test('labs that need each other are refused, and so is a part that is longer than a week', () => {
  const lab = (id: string, needs: string[]) => ({ ...(real[0] as LabTimes), lab: id, needs });
  expect(() => unitsOf([lab('a', ['b']), lab('b', ['a'])])).toThrow('No order does for a, b: look at what they need.');
  expect(() => plan(unitsOf(real), { periods: 14, minutes: 45 })).toThrow(
    'takes 60 minutes, more than the 45 there are',
  );
});
