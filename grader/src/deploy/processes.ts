import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Everything in the process namespace of `init`, the first process of a sandbox. */
export function processesBeside(init: number): number[] {
  const namespace = attempt(() => readlinkSync(`/proc/${init}/ns/pid`));
  if (!namespace) return [];
  return numbersIn('/proc').filter((pid) => attempt(() => readlinkSync(`/proc/${pid}/ns/pid`)) === namespace);
}

/** Without a sandbox: all that were started with a HOME in or below this folder, daemons too. */
export function processesBelow(home: string): number[] {
  if (process.platform !== 'linux') return listedBelow(home);
  return numbersIn('/proc').filter((pid) =>
    attempt(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))
      ?.split('\0')
      .some((entry) => isHome(entry, home)),
  );
}

/** Ends them all, and those that they start meanwhile. */
export async function killBelow(home: string): Promise<void> {
  for (let left = processesBelow(home); left.length > 0; left = processesBelow(home)) {
    for (const pid of left) attempt(() => process.kill(pid, 'SIGKILL'));
    await setTimeout(2);
  }
}

/** As macOS has it: `E` shows each command's environment, parted by blanks. */
function listedBelow(home: string): number[] {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  const lines = execFileSync('ps', ['-AEww', '-o', 'pid=,command='], options).split('\n');
  return lines
    .filter((line) => line.split(' ').some((entry) => isHome(entry, home)))
    .map((line) => Number.parseInt(line, 10));
}

function isHome(entry: string, folder: string): boolean {
  return `${entry}/`.startsWith(`HOME=${folder}/`);
}

/** A zombie has ended: it only waits to be asked how. */
export async function untilEnded(pid: number): Promise<void> {
  while (!['Z', 'X', undefined].includes(statOf(`/proc/${pid}`)?.state)) await setTimeout(1);
}

export interface Usage {
  threads: number;
  memoryMegabytes: number;
  cpuSeconds: number;
  temporaryFiles: number;
  sockets: number;
}

/** Looks what all processes of a sandbox use together, each time it is called; undefined once it has ended. */
export function usageMeter(init: number): () => Usage | undefined {
  // Of processes that nobody waits for, nobody inherits the ticks.
  const seen = new Map<string, number>();
  return () => usageBeside(init, seen);
}

/** Seen through its own /proc and /tmp. @param seen the own ticks of each process that there was */
function usageBeside(init: number, seen: Map<string, number>): Usage | undefined {
  const root = `/proc/${init}/root`;
  // Until bubblewrap has changed it, that is this machine's own root, with everybody's processes and files.
  if (attempt(() => isOwnRoot(root)) !== false) return undefined;
  const processes = attempt(() => numbersIn(join(root, 'proc')).map((pid) => statOf(join(root, 'proc', String(pid)))));
  const files = attempt(() => statfsSync(join(root, 'tmp')));
  if (!processes || !files) return undefined;
  for (const stat of processes) if (stat) seen.set(stat.name, stat.ownTicks);
  const total = (pick: (stat: Stat) => number) => processes.reduce((sum, stat) => sum + (stat ? pick(stat) : 0), 0);
  const ticks = Math.max(
    total((stat) => stat.ticks),
    seen.values().reduce((sum, own) => sum + own, 0),
  );
  return {
    threads: total(({ threads }) => threads),
    memoryMegabytes: (total(({ pages }) => pages) * PAGE_BYTES) / 2 ** 20,
    cpuSeconds: ticks / TICKS_PER_SECOND,
    temporaryFiles: files.files - files.ffree,
    sockets: socketsBeside(init),
  };
}

/** Of its network namespace, all families together. */
function socketsBeside(init: number): number {
  const text = attempt(() => readFileSync(`/proc/${init}/net/sockstat`, 'utf8')) ?? '';
  return Number(/^sockets: used (\d+)/.exec(text)?.[1] ?? 0);
}

/** Processor time of one process, in seconds; undefined once it has ended. */
export function cpuSecondsOf(pid: number): number | undefined {
  const stat = statOf(`/proc/${pid}`);
  return stat && stat.ticks / TICKS_PER_SECOND;
}

function isOwnRoot(root: string): boolean {
  const [own, its] = [statSync('/'), statSync(root)];
  return own.dev === its.dev && own.ino === its.ino;
}

/** `getconf CLK_TCK` on x86-64 and ARM. */
const TICKS_PER_SECOND = 100;
/** `getconf PAGESIZE` on x86-64 and, but for rare kernels, ARM. */
export const PAGE_BYTES = 4096;

interface Stat {
  /** Its number and its start: numbers are given again. */
  name: string;
  state: string;
  ownTicks: number;
  /** Own, and of the children that it has waited for. */
  ticks: number;
  threads: number;
  pages: number;
}

/** proc(5), /proc/pid/stat: the fields after the command's name, which may hold blanks and brackets. */
function statOf(folder: string): Stat | undefined {
  const text = attempt(() => readFileSync(join(folder, 'stat'), 'utf8'));
  if (!text) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const ownTicks = field(14) + field(15);
  return {
    name: `${Number.parseInt(text, 10)} ${field(22)}`,
    state: fields[0] as string,
    ownTicks,
    ticks: ownTicks + field(16) + field(17),
    threads: field(20),
    pages: field(24),
  };
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .map(Number)
    .filter((pid) => pid > 0);
}

/** Processes come and go while one looks, and some are not ours to see. */
export function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
