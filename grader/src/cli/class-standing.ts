import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Course, readCourse } from '../course/course-file.ts';
import { CourseError } from '../course/course-places.ts';
import type { Member } from '../course/roster.ts';
import { change } from './class-gradebook.ts';
import { DATABASE, rosterOf } from './class-options.ts';
import { exitCodes } from './help.ts';
import { knownLabs } from './labs.ts';
import { assertWritable } from './outputs.ts';
import { type Shell, UsageError } from './shell.ts';

interface Flags {
  course: string;
  roster: string;
  out: string;
  database?: string;
}

const examples = `
Example:
  seeka class standing --course course.yaml --roster roster.csv --out standing.csv

course.yaml has the dates, the late policy, the attempts and the extensions of the term. When something was handed in is
told to "seeka class grade" with --at.

${exitCodes}`;

/** `seeka class standing`: where everybody stands, by the dates and policies of the term. */
export function standingCommand(shell: Shell): Command {
  return new Command('standing')
    .summary('say where everybody stands, by the dates and policies of course.yaml')
    .description(
      'Writes where everybody stands: points of each lab after penalties, the total, and how they came about.',
    )
    .requiredOption('--course <file>', 'course.yaml')
    .requiredOption('--roster <file>', 'CSV file of students')
    .requiredOption('--out <file>', 'CSV file to write')
    .option('--database <url>', DATABASE)
    .addHelpText('after', examples)
    .action(async (flags: Flags) => {
      const { members } = rosterOf({ roster: flags.roster, lab: knownLabs()[0] ?? '' });
      const course = courseOf(flags.course, members);
      assertWritable({ json: flags.out });
      await change(shell, flags, async (gradebook) => {
        const { termCsv, termOf } = await import('../class/term.ts');
        const term = await termOf(gradebook, course, members, new Date());
        writeFileSync(flags.out, termCsv(course, members, term));
        return `Written to ${flags.out}: ${term.length} students, ${course.labs.length} labs.`;
      });
    });
}

function courseOf(file: string, members: Member[]): Course {
  try {
    return readCourse(readFileSync(file, 'utf8'), knownLabs(), members);
  } catch (error) {
    if (error instanceof CourseError) throw new UsageError(`${file}: ${error.message}`);
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
