import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when the URL answers anything, asked ten times a second; never when the signal aborts first. */
export async function isReady(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answered = await fetch(url, { signal }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await pause(100);
  }
  await new Promise(() => undefined);
}
