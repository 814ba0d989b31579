import type { Shell } from './shell.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npx passes on the Ctrl-C that the terminal has sent already. */
const ECHO_MS = 500;

const ENDING = 'Ending what is under way; Ctrl-C again ends at once.\n';

/** Aborts at Ctrl-C, or when the process is asked to end, and says so where it is given a shell; a second Ctrl-C ends it at once. */
export function interruption(shell?: Pick<Shell, 'stderr'>): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const release = () => {
    for (const name of signals) process.off(name, interrupt);
  };
  const interrupt = () => {
    setTimeout(release, ECHO_MS).unref();
    if (!controller.signal.aborted) shell?.stderr.write(ENDING);
    controller.abort();
  };
  for (const name of signals) process.on(name, interrupt);
  return { signal: controller.signal, [Symbol.dispose]: release };
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
