import { openCluster } from '@seeka/postgres';
import { Command } from 'commander';
import picocolors from 'picocolors';
import { detect, type Facility, type FacilityName, type Finding, facilities } from '../machine.ts';
import { listenOnce } from './neighbours.ts';
import { type Shell, wantsColour } from './shell.ts';

type Line = Omit<Facility, 'find'> & Finding & { name: string };

const examples = `
Examples:
  seeka doctor          exit code 0 when you can grade your own code here, 1 otherwise`;

export function doctorCommand(shell: Shell): Command {
  return new Command('doctor')
    .description('Says what this machine has and lacks, why it matters, and how to get it.')
    .addHelpText('after', examples)
    .action(async () => {
      shell.exitCode = await doctor(shell);
    });
}

async function doctor(shell: Shell): Promise<number> {
  const lines = [
    ...(Object.keys(facilities) as FacilityName[]).filter(matters).map(lineOf),
    await cluster(),
    await gateway(),
  ];
  const colours = picocolors.createColors(wantsColour(shell));
  for (const line of lines) shell.stdout.write(`${told(line, colours)}\n`);
  const missing = lines.filter(({ ok, needed }) => needed && !ok).map(({ name }) => name);
  const verdict =
    missing.length === 0 ? 'You can grade your own code here.' : `To grade your own code, mend: ${missing.join(', ')}.`;
  shell.stdout.write(`\n${verdict}\n`);
  return missing.length === 0 ? 0 : 1;
}

/** Docker is for where there is no bubblewrap. */
function matters(name: FacilityName): boolean {
  return name !== 'docker' || !detect('bubblewrap').ok;
}

function lineOf(name: FacilityName): Line {
  return { ...facilities[name], ...detect(name), name };
}

function told(
  { name, ok, needed, found, why, get }: Line,
  colours: ReturnType<typeof picocolors.createColors>,
): string {
  if (ok) return `${colours.green('✓')} ${name.padEnd(11)} ${found}`;
  const mark = needed ? colours.red('✗') : colours.yellow('–');
  const rest = [`why: ${why}`, `get: ${get}`].map((line) => `${' '.repeat(14)}${colours.dim(line)}`);
  return [`${mark} ${name.padEnd(11)} ${found}`, ...rest].join('\n');
}

/** The only proof that a database can be had is to make one. */
async function cluster(): Promise<Line> {
  const { needed, why, get } = facilities.postgres;
  const began = performance.now();
  try {
    await using server = await openCluster();
    await using _database = await server.fresh({ role: true });
    const found = `a database was made in ${Math.round(performance.now() - began)} ms`;
    return { name: 'database', needed, why, get, ok: true, found };
  } catch (error) {
    return { name: 'database', needed, why, get, ok: false, found: (error as Error).message };
  }
}

async function gateway(): Promise<Line> {
  const ok = (await listenOnce(8080)) !== undefined;
  return {
    ...{ name: 'port 8080', needed: false, ok, found: ok ? 'free' : 'taken' },
    why: 'npm start serves the course there; when the course runs already, all is well',
    get: 'end what listens there: lsof -i :8080 names it',
  };
}
