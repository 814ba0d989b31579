import type { Cell } from './cell.ts';
import type { Limits } from './limits.ts';
import type { Usage } from './processes.ts';

/** How often. A hog takes some 200 MB more until it is seen; the limits of each process stop a larger step. */
const INTERVAL_MS = 100;

/** Watches what all processes of a cell use together, and says once which limit they are over. */
export function watch(cell: Cell, limits: Limits, over: (why: string) => void): Disposable {
  const began = performance.now();
  const timer = setInterval(() => {
    const why = excess(cell.usage(), limits) ?? overtime(performance.now() - began, limits);
    if (!why) return;
    clearInterval(timer);
    over(why);
  }, INTERVAL_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function excess(usage: Usage | undefined, limits: Limits): string | undefined {
  if (!usage) return undefined;
  if (usage.memoryMegabytes > limits.memoryMegabytes) return `it used more than ${limits.memoryMegabytes} MB of memory`;
  if (usage.cpuSeconds > limits.cpuSeconds) return `it used more than ${limits.cpuSeconds} s of processor time`;
  if (usage.threads > limits.threads) return `it ran more than ${limits.threads} processes and threads`;
  if (usage.temporaryFiles > limits.temporaryFiles) return `it made more than ${limits.temporaryFiles} files in /tmp`;
  return undefined;
}

function overtime(milliseconds: number, { wallSeconds }: Limits): string | undefined {
  return milliseconds > wallSeconds * 1000 ? `it ran for more than ${wallSeconds} s` : undefined;
}
