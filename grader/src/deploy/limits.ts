/** What a submission may use. Megabytes are 2^20 bytes. */
export interface Limits {
  /** From the start of an instance until GET /health is answered. */
  readySeconds: number;
  /** The whole life of an instance. */
  wallSeconds: number;
  /** Processor time of all processes of an instance. */
  cpuSeconds: number;
  /** Resident memory of all processes of an instance. */
  memoryMegabytes: number;
  /** Processes and threads of an instance. */
  threads: number;
  /** Open files of each process. */
  openFiles: number;
  /** Of /tmp, the one place that can be written to. */
  temporaryMegabytes: number;
  temporaryFiles: number;
  /** Of all processes of an instance: the kernel's buffers of each, some 0.2 MB, count as nobody's memory. */
  sockets: number;
  /** Of an instance's database; its memory and processor time have the limits of the processes, once more. */
  databaseMegabytes: number;
  databaseLocks: number;
  /** Characters kept of what an instance prints. */
  outputCharacters: number;
  /** Of the folder handed in, without node_modules and .git. */
  submissionMegabytes: number;
  submissionFiles: number;
}

/** A run of 60 checks against Express, knex and npm takes 3 s of processor time, 300 MB and 45 threads. */
export const defaultLimits: Limits = {
  readySeconds: 20,
  wallSeconds: 300,
  cpuSeconds: 60,
  memoryMegabytes: 1024,
  threads: 256,
  openFiles: 1024,
  temporaryMegabytes: 64,
  temporaryFiles: 10_000,
  sockets: 2_048,
  databaseMegabytes: 512,
  // The server has one table for all, of some 19,000.
  databaseLocks: 2_000,
  outputCharacters: 1_000_000,
  submissionMegabytes: 50,
  submissionFiles: 5_000,
};

/** For each process: what all use together is watched from outside; these stop what is too fast to be seen in time. */
export function limited({ threads, openFiles, temporaryMegabytes, cpuSeconds, memoryMegabytes }: Limits): string[] {
  const fileBytes = temporaryMegabytes * 2 ** 20;
  const dataBytes = (memoryMegabytes + IDLE_NODE_MEGABYTES) * 2 ** 20;
  const limits = {
    nproc: 2 * threads,
    nofile: openFiles,
    fsize: fileBytes,
    cpu: cpuSeconds + 5,
    data: dataBytes,
    core: 0,
  };
  return ['prlimit', ...Object.entries(limits).map(([name, most]) => `--${name}=${most}`), '--'];
}

/** Node sets aside some 600 MB of data that it never touches. */
const IDLE_NODE_MEGABYTES = 1024;
