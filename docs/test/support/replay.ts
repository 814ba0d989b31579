/** What differs from run to run: ids, times, durations, cursors, random texts of 256 bits, ports. */
const volatile =
  /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT|\b\d+(?:\.\d+)? ms\b|\b\d+\.\d{6} s\b|(?<=cursor=)[\w-]+|(?<![\w-])[\w-]{43}(?![\w-])|(?<=Location: http:\/\/127\.0\.0\.1:)\d+/g;

/** Runs a command line; resolves with what it prints. */
export type RunCommand = (command: string) => Promise<string>;

/**
 * Runs the commands of a page's `shell-session` blocks that ask a service, or run a file of the course, in order, and
 * returns the page with the answers of now. An id that an earlier answer gave stands for the one that it gives now.
 */
export async function replay(page: string, run: RunCommand): Promise<string> {
  const now = new Map<string, string>();
  const parts = page.split(/(^```shell-session\n[\s\S]*?^```$)/m);
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) parts[index] = await replayBlock(part, now, run);
  }
  return parts.join('');
}

/** A page without what differs from run to run. */
export function masked(page: string): string {
  return page.replaceAll(volatile, '…');
}

async function replayBlock(block: string, now: Map<string, string>, run: RunCommand): Promise<string> {
  const [fence = '', ...exchanges] = block.replace(/\n```$/, '').split(/^\$ /m);
  let text = fence;
  for (const exchange of exchanges) text += `$ ${await replayExchange(exchange.trimEnd(), now, run)}\n`;
  return `${text}\`\`\``;
}

/** One command, and below it what it printed. */
async function replayExchange(exchange: string, now: Map<string, string>, run: RunCommand): Promise<string> {
  const [recorded = ''] = /^(?:.*\\\n)*.*/.exec(exchange) ?? [];
  if (!/http:\/\/127\.0\.0\.1|\bnpx --no-install (node|seeka pack)\b/.test(recorded)) return exchange;
  const command = recorded.replaceAll(volatile, (token) => now.get(token) ?? token);
  const output = (await run(command)).replaceAll('\r', '').trimEnd();
  const tokens = output.match(volatile) ?? [];
  for (const [index, token] of (exchange.slice(recorded.length).match(volatile) ?? []).entries()) {
    now.set(token, tokens[index] ?? token);
  }
  return [command, output].filter(Boolean).join('\n');
}
