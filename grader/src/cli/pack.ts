import { join, relative } from 'node:path';
import { Command } from 'commander';
import { course, knownLabs } from './labs.ts';
import { type Shell, UsageError } from './shell.ts';
import { submissionOf } from './submission.ts';

interface PackFlags {
  out: string;
  lab?: string;
  force?: boolean;
}

const examples = `
Examples:
  seeka pack ../my-address --out ../packed             then: cd ../packed && npm start
  seeka pack 01-address --out ../packed --force        what stands in labs/01-address, in place of what was packed before
  docker build -t my-address ../packed

Exit codes: 0 packed · 2 the folder cannot be packed, or an option is wrong · 3 our own fault`;

export function packCommand(shell: Shell): Command {
  return new Command('pack')
    .description('Packs a service for Node into a folder that any host runs: one file, its contract, its migrations.')
    .argument('<lab or folder>', 'a folder, or a lab whose folder in labs/ is meant')
    .requiredOption('--out <folder>', 'where to: a new or empty folder')
    .option('--lab <lab>', 'which lab it is; by default the folder tells')
    .option('--force', 'replace what was packed there before')
    .addHelpText('after', examples)
    .action((source: string, flags: PackFlags) => packSource(source, flags, shell));
}

async function packSource(source: string, { out, lab, force }: PackFlags, shell: Shell): Promise<void> {
  const submission = submissionOf(knownLabs().includes(source) ? join(course, 'labs', source) : source, lab);
  if (submission.kind === 'url') throw new UsageError(`${source} runs already. Give the folder of a service.`);
  // Loaded here, so that --help and refusals answer at once.
  const { inSteps } = await import('../release/steps.ts');
  const { emptyFolder } = await import('../release/folder.ts');
  const { entryOf, pack } = await import('../release/pack.ts');
  await entryOf(submission.folder);
  const folder = await emptyFolder(out, { source: submission.folder, force });
  await inSteps(shell, async (step) => {
    step(`bundling ${submission.lab}`);
    await pack({ lab: submission.lab, folder: submission.folder, out: folder });
  });
  shell.stdout.write(
    `${submission.lab} is packed in ${relative(process.cwd(), folder)}. Its README.md says what it needs.\n`,
  );
}
