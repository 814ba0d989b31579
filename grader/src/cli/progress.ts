import type { Progress } from '../grade.ts';
import type { Shell } from './shell.ts';

/** Shorter waits need no company. */
const QUIET_MS = 1_000;

/** Does the work; on a terminal, from the second second on, a line says how far it is. */
export function withProgress<T>(
  shell: Shell,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  return withText(shell, (tell) => work((progress) => tell(inWords(progress))));
}

/** The same, in any words. */
export async function withText<T>({ stderr }: Shell, work: (tell: (text: string) => void) => Promise<T>): Promise<T> {
  // A terminal that does not know its width would have ora clear lines without end.
  if (!stderr.isTTY || !stderr.columns) return await work(() => undefined);
  let text = 'starting';
  const stop = new AbortController();
  const spinner = spinnerLater(stderr, () => text, stop.signal);
  try {
    return await work((words) => {
      text = words;
    });
  } finally {
    stop.abort();
    await spinner;
  }
}

async function spinnerLater(stream: NodeJS.WritableStream, text: () => string, signal: AbortSignal): Promise<void> {
  const { setTimeout: pause } = await import('node:timers/promises');
  const early = await pause(QUIET_MS, false, { signal }).catch(() => true);
  if (early) return;
  const { default: ora } = await import('ora');
  const spinner = ora({ stream, discardStdin: false, text: text() }).start();
  while (!signal.aborted) {
    spinner.text = text();
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
  spinner.stop();
}

function inWords({ phase, done, total }: Progress): string {
  return phase === 'checking' ? `checking: ${done} of ${total}` : phase;
}
