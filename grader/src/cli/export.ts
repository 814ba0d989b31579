import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { ExportError } from '../export/cells.ts';
import { assertLab, course } from './labs.ts';
import { assertWritable } from './outputs.ts';
import { type Shell, UsageError } from './shell.ts';

const examples = `
Examples:
  seeka export gradescope-autograder address.zip --lab 01-address
  seeka export github-workflow grade.yml --lab 01-address --course our-university/seeka --ref v1.0.0

Exit codes: 0 written · 2 an option is wrong, or the file cannot be written`;

interface Flags {
  lab: string;
  force?: boolean;
}

interface WorkflowFlags extends Flags {
  course: string;
  ref: string;
}

const FORCE = 'replace the file that is there';

/** What graders elsewhere need to grade by this course. */
export function exportCommand(shell: Shell): Command {
  return new Command('export')
    .description('Writes what Gradescope and GitHub need to grade a lab by this course.')
    .addHelpText('after', examples)
    .addCommand(gradescopeCommand(shell))
    .addCommand(workflowCommand(shell));
}

function gradescopeCommand(shell: Shell): Command {
  return new Command('gradescope-autograder')
    .description('Writes a zip to upload as the autograder of a programming assignment; the course is in it.')
    .argument('<zip>', 'the file to write')
    .requiredOption('--lab <lab>', 'which lab the assignment is')
    .option('--force', FORCE)
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => {
      const { gradescopeZip } = await import('../export/gradescope-zip.ts');
      await write(file, flags, () => gradescopeZip({ course, lab: flags.lab }), shell);
      shell.stdout.write(
        'In Gradescope: a Programming Assignment of 100 points, Configure Autograder, Zip file upload. The image takes\n' +
          'some minutes to build; choose at least 2 GB of memory and 10 minutes. Keep the zip to yourself: hidden checks are in it.\n',
      );
    });
}

function workflowCommand(shell: Shell): Command {
  return new Command('github-workflow')
    .description('Writes a workflow for students’ repositories, which grades each push: .github/workflows/grade.yml.')
    .argument('<file>', 'the file to write')
    .requiredOption('--lab <lab>', 'which lab the repositories are for')
    .addOption(new Option('--course <owner/name>', 'the GitHub repository of the course').makeOptionMandatory())
    .addOption(new Option('--ref <ref>', 'its commit, or its tag, that grades').makeOptionMandatory())
    .option('--force', FORCE)
    .addHelpText('after', examples)
    .action(async (file: string, flags: WorkflowFlags) => {
      const { lab, course: repository, ref } = flags;
      const { githubWorkflow } = await import('../export/github-workflow.ts');
      await write(file, flags, () => githubWorkflow({ lab, repository, ref }), shell);
    });
}

async function write(
  file: string,
  { lab, force }: Flags,
  make: () => Promise<Buffer> | string,
  { stdout }: Shell,
): Promise<void> {
  assertLab(lab);
  assertWritable({ json: file });
  if (existsSync(file) && !force)
    throw new UsageError(`${file} exists already, so nothing was done. Choose a new file, or say --force.`);
  try {
    await writeFile(file, await make());
  } catch (error) {
    if (error instanceof ExportError) throw new UsageError(error.message);
    throw error;
  }
  stdout.write(`Written: ${file}\n`);
}
