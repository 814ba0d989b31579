import { relative } from 'node:path';
import { Command } from 'commander';
import { course } from './labs.ts';
import { type Shell, UsageError } from './shell.ts';

interface ReleaseFlags {
  students?: string;
  instructors?: string;
  force?: boolean;
}

const examples = `
Examples:
  seeka release --students ../seeka-students             then: cd ../seeka-students && npm ci
  seeka release --students ../seeka-students --force     in place of the edition there; its .git and node_modules stay
  seeka release --instructors ../seeka-instructors

Exit codes: 0 written · 2 an option is wrong, or the folder is not empty · 3 the edition would give something away, or
another fault of ours: nothing is left in the folder`;

export function releaseCommand(shell: Shell): Command {
  return new Command('release')
    .description('Writes an edition of the course into an empty folder.')
    .option('--students <folder>', 'without solutions and hidden checks; the reference services as bundles')
    .option('--instructors <folder>', 'everything that git knows, but for CI')
    .option('--force', 'replace the edition that is there')
    .addHelpText('after', examples)
    .action((flags: ReleaseFlags) => release(flags, shell));
}

async function release({ students, instructors, force }: ReleaseFlags, shell: Shell): Promise<void> {
  const wanted = students ?? instructors;
  if (!wanted || (students && instructors)) throw new UsageError('Say --students FOLDER or --instructors FOLDER.');
  // Loaded here, so that --help and refusals answer at once.
  const { inSteps } = await import('../release/steps.ts');
  const { clear, emptyFolder } = await import('../release/folder.ts');
  const { trackedFiles } = await import('../release/edition/tracked.ts');
  const edition = await import('../release/edition/edition.ts');
  const { files, changed } = await trackedFiles(course);
  const out = await emptyFolder(wanted, { source: course, force });
  shell.stderr.write(uncommitted(changed));
  const write = students ? edition.writeStudentEdition : edition.writeInstructorEdition;
  try {
    await inSteps(shell, (step) => write({ course, files, out, step }));
  } catch (error) {
    await clear(out);
    if (!(error instanceof edition.LeakError)) throw error;
    shell.stderr.write(`error: ${error.message} Nothing was left in ${wanted}.\n${listOf(error.leaks)}`);
    shell.exitCode = 3;
    return;
  }
  const name = students ? 'student' : 'instructor';
  shell.stdout.write(`The ${name} edition is in ${relative(process.cwd(), out)}. There: npm ci\n`);
}

function uncommitted(changed: string[]): string {
  if (changed.length === 0) return '';
  const some = changed.slice(0, 5).join(', ') + (changed.length > 5 ? ', …' : '');
  return `Not committed: ${some}. Files that git knows are taken as they are now; new ones are left out.\n`;
}

function listOf(leaks: { path: string; what: string }[]): string {
  return leaks.map(({ path, what }) => `  ${path} ${what}\n`).join('');
}
