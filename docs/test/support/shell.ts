import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Where a command runs. */
export interface Place {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** What a command has printed, on both streams as a terminal shows them, and how it ended. */
export interface Printed {
  code: number | null;
  text: string;
}

/** Resolves with what a command has printed when it has ended. */
export async function shell(line: string, place: Place): Promise<Printed> {
  const { child, ended, printed } = begin(line, place);
  child.stdin.end();
  return { code: await ended, text: printed() };
}

/** The same for a command that runs until Ctrl-C, which comes once it has printed what it is ready by; then its code is 0. */
export async function shellUntil(ready: RegExp, line: string, place: Place): Promise<Printed> {
  const { child, ended, printed } = begin(line, place);
  const over = ended.then(() => true);
  while (!ready.test(printed())) {
    const more = once(child.stdout, 'data').then(() => false);
    if (await Promise.race([over, more])) return { code: await ended, text: printed() };
  }
  const text = printed();
  process.kill(-(child.pid ?? process.pid), 'SIGINT');
  await ended;
  return { code: 0, text };
}

function begin(line: string, { cwd, env }: Place) {
  const script = `exec 2>&1\n${line.replaceAll('curl ', 'curl -sS ')}`;
  const child = spawn('bash', ['-c', script], { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, printed: () => text.replaceAll('\r', '').trimEnd() };
}
