import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { course } from './deployments.ts';

/** Command lines of all processes of this machine that hold this text. */
export function running(text: string): string[] {
  if (!existsSync('/proc/self/cmdline')) {
    return execFileSync('ps', ['-Aww', '-o', 'args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(text));
  }
  return readdirSync('/proc')
    .filter(Number)
    .map(commandLine)
    .filter((line) => line.includes(text));
}

/** Whose those processes are, as /proc of Linux has it. */
export function usersOf(text: string): number[] {
  const pids = readdirSync('/proc').filter((pid) => Number(pid) && commandLine(pid).includes(text));
  return pids.map((pid) => statSync(`/proc/${pid}`).uid);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The stages of a grader, by its process id. */
export function stagesOf(pid: number): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`seeka-${pid}-`));
}

/** Waits for a condition; the test's own limit of time is the end of it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(5);
}

export interface OtherGrader {
  pid: number;
  /** What it has found out about the submission. */
  findings: { sandbox: string; user: number; answer: string; stranger: string };
  kill(): Promise<void>;
}

/** A grader in a process of its own, which deploys a folder, asks it once, and then stays. */
export async function otherGrader(options: {
  folder: string;
  databaseUrl: string;
  user?: number;
  sandbox?: string;
}): Promise<OtherGrader> {
  const { folder, databaseUrl, user, sandbox = '' } = options;
  const script = join(import.meta.dirname, 'other-grader.ts');
  const child = spawn(process.execPath, [script, folder, databaseUrl, sandbox], {
    cwd: course,
    env: { PATH: process.env.PATH, DOCKER_HOST: process.env.DOCKER_HOST, HOME: tmpdir() },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(user ? { uid: user, gid: user } : {}),
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer];
  const kill = async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { pid: child.pid ?? 0, findings: JSON.parse(String(line)), kill };
}
