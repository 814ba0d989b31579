import { terminal } from '../report/terminal.ts';
import type { Report } from '../types.ts';
import { type Shell, wantsColour, widthOf } from './shell.ts';

interface Wishes {
  hints: 1 | 2 | 3;
  all?: boolean;
  quiet?: boolean;
  watch?: boolean;
  change: number | undefined;
}

/** Failures shown in full unless all are asked for. */
const TOP = 5;
const TOP_WHILE_WATCHING = 1;

/** Prints the report as the command line wishes it. */
export function show(report: Report, { hints, all, quiet, watch, change }: Wishes, shell: Shell): void {
  const few = watch ? TOP_WHILE_WATCHING : TOP;
  const top = all ? Number.POSITIVE_INFINITY : few;
  const text = terminal(report, { colour: wantsColour(shell), width: widthOf(shell), hints, top, change });
  shell.stdout.write(quiet ? `${text.split('\n', 1)[0]}\n` : text);
}
