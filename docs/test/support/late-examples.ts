import type { Attempt } from '../../../grader/src/course/attempts.ts';
import { type Course, readCourse } from '../../../grader/src/course/course-file.ts';
import { type Standing, standing } from '../../../grader/src/course/standing.ts';

const labs = ['01-address', '02-person', '03-oauth2', '04-profile'];
/** After all attempts of the examples. */
const NOW = '2027-04-01T12:00:00Z';
const row = /^\| (\w+) \| ([\w-]+) \| ([^|]*: (?:\d+|fault)) \|.*$/gm;

/** The page of the late policy, with the numbers that its `course.yaml` gives for the attempts in its tables. */
export function workedOut(page: string): string {
  const [, yaml = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const course = readCourse(yaml, labs);
  const attempts = [...page.matchAll(row)].map(([, student = '', lab = '', list = '']) => ({
    student,
    attempts: attemptsOf(lab, list),
  }));
  const of = (student: string) => standingOf(course, student, attempts);
  return page
    .replaceAll(row, (_, student, lab, list) => {
      const { says } = of(student).labs.find((it) => it.lab === lab) ?? { says: { points: '', attempt: '' } };
      return `| ${student} | ${lab} | ${list} | ${says.points} | ${says.attempt} |`;
    })
    .replaceAll(/^\| (\w+) \| [^|]* \| [^|]* \|$/gm, (line, student) => {
      if (!attempts.some((it) => it.student === student)) return line;
      const { says } = of(student);
      return `| ${student} | ${says.graceDays} | ${says.total} |`;
    });
}

function standingOf(course: Course, id: string, all: { student: string; attempts: Attempt[] }[]): Standing {
  const own = all.filter(({ student }) => student === id).flatMap(({ attempts }) => attempts);
  return standing(course, { id }, own, NOW);
}

/** "2027-02-12 12:00: 80; 2027-02-12 13:00: fault", in Berlin's winter; the first is attempt 1. */
function attemptsOf(lab: string, list: string): Attempt[] {
  return list.split('; ').map((one, index) => {
    const [, day, time, score] = /^(\S+) (\d\d:\d\d): (\w+)$/.exec(one) ?? [];
    const id = lab === '01-address' ? String(index + 1) : `${lab}-${index + 1}`;
    return { id, lab, at: `${day}T${time}:00+01:00`, score: score === 'fault' ? null : Number(score) };
  });
}
