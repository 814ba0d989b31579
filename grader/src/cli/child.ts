import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** A command and every process that it starts; disposing ends them all. */
export interface Child extends AsyncDisposable {
  /** How the command ended, e.g. "exit code 1". */
  readonly ended: Promise<string>;
}

/** An honest service ends within 5 s of SIGTERM (A16). */
const END_LIMIT_MS = 5_000;

/** Runs a line of `sh` in a process group of its own; it prints where this process prints. */
export function startLine(line: string, options: { cwd: string; env: NodeJS.ProcessEnv }): Child {
  const command = spawn('/bin/sh', ['-c', line], {
    ...options,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const group = command.pid;
  const exit = once(command, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    ended: exit.then(([code, signal]) => signal ?? `exit code ${code}`),
    async [Symbol.asyncDispose]() {
      if (group !== undefined) await endGroup(group);
    },
  };
}

async function endGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  for (const limit = performance.now() + END_LIMIT_MS; signalGroup(group, 0); await pause(20)) {
    if (performance.now() > limit) return void signalGroup(group, 'SIGKILL');
  }
}

/** Whether any process of the group is left. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
