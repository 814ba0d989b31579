import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labIds } from '../../../../labs/make/lab.ts';
import { writeCodeSteps } from './code-steps.ts';
import { signed, studentManifests } from './manifests.ts';
import { studentReadme } from './readme.ts';
import { writeReference } from './references.ts';
import { type Leak, leaksIn } from './scan.ts';
import { secretsOf } from './secrets.ts';
import { forInstructors, forStudents, studentCommands } from './selection.ts';
import { copyFiles } from './tracked.ts';

export interface EditionOptions {
  /** The repository's root. */
  course: string;
  /** What git knows of it. */
  files: string[];
  /** An empty folder. */
  out: string;
  /** Told of each step. */
  step(text: string): void;
}

/** The edition gives something away, so it must not be used. */
export class LeakError extends Error {
  override name = 'LeakError';
  readonly leaks: Leak[];

  constructor(leaks: Leak[]) {
    super(`The student edition would give away ${leaks.length} things.`);
    this.leaks = leaks;
  }
}

const COMMANDS = 'grader/src/cli/commands.ts';

/** Writes what students get. @throws LeakError when it holds what they must not have. */
export async function writeStudentEdition({ course, files, out, step }: EditionOptions): Promise<void> {
  step('copying');
  const commands = await readFile(join(course, COMMANDS), 'utf8');
  await copyFiles(course, out, forStudents(files, commands));
  await writeFile(join(out, COMMANDS), studentCommands(commands));
  await writeFile(join(out, 'README.md'), studentReadme);
  for (const lab of await labIds(course)) {
    step(`bundling the reference of ${lab}`);
    await writeReference(course, lab, out);
  }
  step('cutting down the lock file');
  await studentManifests(out);
  await signed(out, 'students’ edition');
  step('looking for leaks');
  const leaks = await leaksIn(out, await secretsOf(course));
  if (leaks.length > 0) throw new LeakError(leaks);
}

/** Writes everything that git knows, but for what only the course's own repository can use, and the code step by step. */
export async function writeInstructorEdition({ course, files, out, step }: EditionOptions): Promise<void> {
  step('copying');
  await copyFiles(course, out, forInstructors(files));
  step('comparing checkpoints');
  await writeCodeSteps(course, out);
  await signed(out, 'instructors’ edition');
}
