import type { Cell } from './cell.ts';
import type { DatabaseUsage } from './database.ts';
import type { Limits } from './limits.ts';
import type { Usage } from './processes.ts';

/** How often. A hog takes some 200 MB more until it is seen; the limits of each process stop a larger step. */
const INTERVAL_MS = 100;
/** A look into the database takes the server 3 ms. */
const DATABASE_INTERVAL_MS = 500;

export interface Watched {
  cell: Cell;
  database(): Promise<DatabaseUsage | undefined>;
  limits: Limits;
}

/** Watches what all processes of a cell use together, and its database, and says once which limit they are over. */
export function watch({ cell, database, limits }: Watched, over: (why: string) => void): Disposable {
  const began = performance.now();
  const stop = () => [timer, slow].forEach(clearInterval);
  const judge = (why: string | undefined) => {
    if (!why) return;
    stop();
    over(why);
  };
  const timer = setInterval(
    () => judge(excess(cell.usage(), limits) ?? overtime(performance.now() - began, limits)),
    INTERVAL_MS,
  );
  const slow = setInterval(async () => judge(databaseExcess(await database(), limits)), DATABASE_INTERVAL_MS);
  for (const each of [timer, slow]) each.unref();
  return { [Symbol.dispose]: stop };
}

function excess(usage: Usage | undefined, limits: Limits): string | undefined {
  if (!usage) return undefined;
  if (usage.memoryMegabytes > limits.memoryMegabytes) return `it used more than ${limits.memoryMegabytes} MB of memory`;
  if (usage.cpuSeconds > limits.cpuSeconds) return `it used more than ${limits.cpuSeconds} s of processor time`;
  if (usage.threads > limits.threads) return `it ran more than ${limits.threads} processes and threads`;
  if (usage.temporaryFiles > limits.temporaryFiles) return `it made more than ${limits.temporaryFiles} files in /tmp`;
  if (usage.sockets > limits.sockets) return `it opened more than ${limits.sockets} sockets`;
  return undefined;
}

function databaseExcess(usage: DatabaseUsage | undefined, limits: Limits): string | undefined {
  if (!usage) return undefined;
  const { megabytes, locks, memoryMegabytes, cpuSeconds } = usage;
  if (megabytes > limits.databaseMegabytes) return `its database held more than ${limits.databaseMegabytes} MB`;
  if (locks > limits.databaseLocks) return `its database held more than ${limits.databaseLocks} locks`;
  if (memoryMegabytes > limits.memoryMegabytes)
    return `its database used more than ${limits.memoryMegabytes} MB of memory`;
  if (cpuSeconds > limits.cpuSeconds) return `its database used more than ${limits.cpuSeconds} s of processor time`;
  return undefined;
}

function overtime(milliseconds: number, { wallSeconds }: Limits): string | undefined {
  return milliseconds > wallSeconds * 1000 ? `it ran for more than ${wallSeconds} s` : undefined;
}
