import { entryFor } from './not-run.ts';
import type { Printed } from './shell.ts';
import { blocksOf, type Exchange } from './shown.ts';

/** What differs from run to run: ids, times, durations, cursors, random texts of 256 bits, ports, seeds, spans. */
const volatile = new RegExp(
  [
    /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/,
    /\d{4}-\d\d-\d\dT[\d:.]+Z|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/,
    /\b\d+(?:\.\d+)? ms\b|\b\d+\.\d{6}\b|(?<=· )\d+\.\d s\b/,
    /(?<=cursor=)[\w-]+|(?<![\w-])[\w-]{43}(?![\w-])/,
    /(?<=http:\/\/127\.0\.0\.1:)(?!8080|8090|3000)\d+|(?<=seed )\d+|(?<=00-[\da-f]{32}-)[\da-f]{16}/,
    // Of `seeka doctor`: what this machine has.
    /(?<=^✓ \S+ +)\S.*$|[✓–] port 8080 .*(?:\n {14}.*)*/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gm',
);

/** Runs a command line, and resolves with what it prints. */
export type RunCommand = (command: string) => Promise<Printed>;

/** Commands shown without output that have run once: on another page they would prove nothing more. */
const done = new Set<string>();

/**
 * Runs the commands of a page in order, and returns the page with the answers of now. An id that an earlier answer gave
 * stands for the one that it gives now. An output that is shown with ellipses stays as it is when it fits.
 * @throws when a command fails that is shown without what it prints.
 */
export async function replay(text: string, run: RunCommand): Promise<string> {
  const now = new Map<string, string>();
  const parts: string[] = [];
  let at = 0;
  for (const { form, start, end, exchanges } of blocksOf(text)) {
    const told: string[] = [];
    for (const exchange of exchanges) {
      if (entryFor(exchange.command)) told.push(written(exchange));
      else if (form === 'session') told.push(written(await replayed(exchange, now, run)));
      else await runOnce(exchange.command, run);
    }
    const asItIs = text.slice(start, end);
    parts.push(text.slice(at, start), form === 'session' ? `\`\`\`shell-session\n${told.join('')}\`\`\`` : asItIs);
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/** Where the grader compares with the run before: a reader has had other runs than this page. */
const compared = / +(?:[+−][\d.]+ since|as on) your last run$/gm;

/** A page without what differs from run to run. */
export function masked(page: string): string {
  return page.replaceAll(volatile, '…').replaceAll(compared, '');
}

function written({ command, output }: Exchange): string {
  return `$ ${[command, output].filter(Boolean).join('\n')}\n`;
}

async function replayed(shown: Exchange, now: Map<string, string>, run: RunCommand): Promise<Exchange> {
  const command = shown.command.replaceAll(volatile, (token) => now.get(token) ?? token);
  const { text } = await run(command);
  const tokens = text.match(volatile) ?? [];
  for (const [index, token] of (shown.output.match(volatile) ?? []).entries()) now.set(token, tokens[index] ?? token);
  return { command, output: fits(shown.output, text) ? shown.output : text };
}

async function runOnce(command: string, run: RunCommand): Promise<void> {
  if (done.has(command)) return;
  done.add(command);
  const { code, text } = await run(command);
  if (code !== 0) throw new Error(`${command}\nends with ${code}:\n${text}`);
}

/** Whether what is shown was printed, where an ellipsis stands for the rest of a line, or, in a line of its own, for lines. */
export function fits(shown: string, printed: string): boolean {
  if (!shown.includes('…')) return false;
  const lines = masked(shown)
    .split('\n')
    .map((line) => (line.trim() === '…' ? '[\\s\\S]*' : line.split('…').map(RegExp.escape).join('.*')));
  return new RegExp(`^${lines.join('\n')}$`).test(masked(printed));
}
