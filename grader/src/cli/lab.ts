import { relative } from 'node:path';
import { Command } from 'commander';
import { helpOf } from './help.ts';
import { assertCheckpoint, assertLab } from './labs.ts';
import type { Shell } from './shell.ts';
import { catchUp, copyIn, resetFiles, startCopy, updateCopy } from './student-copy.ts';

type Output = Pick<Shell, 'stdout'>;

const examples = {
  start: 'seeka lab start 01-address ../my-address',
  catchUp: 'seeka lab catch-up 01-address --through 1.3 ../my-address',
  reset: 'seeka lab reset src/routes.ts --in ../my-address',
  update: 'seeka lab update ../my-address',
};

/** `seeka lab …`: a student's own copy of a lab, from its start to a new version of the course. */
export function labCommand({ stdout }: Output = process): Command {
  const say = (text: string) => void stdout.write(`${text}\n`);
  return new Command('lab')
    .description('Makes your own copy of a lab, and keeps it up with the course.')
    .addHelpText('after', helpOf(...Object.values(examples)))
    .addCommand(startCommand(say))
    .addCommand(catchUpCommand(say))
    .addCommand(resetCommand(say))
    .addCommand(updateCommand(say));
}

type Say = (text: string) => void;

function startCommand(say: Say): Command {
  return new Command('start')
    .summary('make your own copy of the starter')
    .description('Makes your own copy of the starter of a lab, in a new folder.')
    .addHelpText('after', helpOf(examples.start))
    .argument('<lab>', 'e.g. 01-address')
    .argument('<folder>', 'a new folder beside the course')
    .action(async (lab: string, folder: string) => {
      assertLab(lab);
      await startCopy({ folder, lab, through: '0' });
      say(nextSteps(lab, folder));
    });
}

function nextSteps(lab: string, folder: string): string {
  return `Lab ${lab} is in ${folder}. What to do is in its README.md. It needs no npm install.

Here, in the course's folder:
  npx --no-install seeka dev ${folder}      runs it with all that it needs, again on each save
  npx --no-install seeka grade ${folder}    grades it

There, in ${folder}:
  npx jest                                  tries the checks, one by one`;
}

function catchUpCommand(say: Say): Command {
  return new Command('catch-up')
    .summary("replace your code by the course's through a checkpoint, and keep yours beside it")
    .description("Replaces your code by the course's through a checkpoint, and keeps yours beside it.")
    .addHelpText('after', helpOf(examples.catchUp))
    .argument('<lab>', 'e.g. 01-address')
    .argument('[folder]', 'your copy', '.')
    .requiredOption('--through <checkpoint>', 'e.g. 1.3')
    .action(async (lab: string, folder: string, { through }: { through: string }) => {
      assertLab(lab);
      assertCheckpoint(lab, through);
      const backup = await catchUp({ ...(await copyIn(folder, lab)), through });
      say(`${folder} has the code through ${through} now. All that was there is kept in ${shown(backup)}.`);
    });
}

function resetCommand(say: Say): Command {
  return new Command('reset')
    .summary("give files the course's content again, and keep yours beside them")
    .description("Gives files the course's content again, and keeps yours beside them.")
    .addHelpText('after', helpOf(examples.reset))
    .argument('<file...>', 'e.g. src/routes.ts')
    .option('--in <folder>', 'your copy', '.')
    .action(async (files: string[], options: { in: string }) => {
      const kept = await resetFiles(await copyIn(options.in), files);
      say(`As the course has them: ${files.join(', ')}.${kept.length > 0 ? ` Yours: ${kept.join(', ')}.` : ''}`);
    });
}

function updateCommand(say: Say): Command {
  return new Command('update')
    .summary('bring what the course has changed, where you have not')
    .description('Brings what the course has changed into the files that you have not changed.')
    .addHelpText('after', helpOf(examples.update))
    .argument('[folder]', 'your copy', '.')
    .action(async (folder: string) => {
      const { brought, conflicts } = await updateCopy(await copyIn(folder));
      say(brought.length > 0 ? `Brought: ${brought.join(', ')}.` : 'There was nothing to bring.');
      if (conflicts.length === 0) return;
      say(`Changed by the course and by you, left as yours: ${conflicts.join(', ')}.`);
      say("seeka lab reset FILE takes the course's, and keeps yours beside it.");
    });
}

function shown(folder: string): string {
  return relative(process.cwd(), folder);
}
