import { setTimeout as pause } from 'node:timers/promises';

const TRY_MS = 2_000;

/** Resolves when the URL answers anything, asked ten times a second; never when the signal aborts first. */
export async function isReady(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Who accepts a connection may yet never answer.
    const answered = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]) }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await pause(100);
  }
  await new Promise(() => undefined);
}

/** Resolves when the URL answers anything. @throws Error when it has not within that time. */
export async function readyWithin(url: string, ms: number): Promise<void> {
  const over = new AbortController();
  const late = pause(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${url} did not answer within ${ms / 1_000} s.`);
  });
  late.catch(() => undefined);
  try {
    await Promise.race([isReady(url, over.signal), late]);
  } finally {
    over.abort();
  }
}
