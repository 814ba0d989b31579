const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npx passes on the Ctrl-C that the terminal has sent already. */
const ECHO_MS = 500;

/** Aborts at Ctrl-C, or when the process is asked to end; a second Ctrl-C ends it at once. */
export function interruption(): { signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const release = () => {
    for (const name of signals) process.off(name, interrupt);
  };
  const interrupt = () => {
    setTimeout(release, ECHO_MS).unref();
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
