import type { Writable } from 'node:stream';

export type Terminal = Writable & { isTTY?: boolean; columns?: number };

/** What a command reads and writes, and the exit code that it leaves. */
export interface Shell {
  env: NodeJS.ProcessEnv;
  stdout: Terminal;
  stderr: Terminal;
  exitCode: number;
}

/** The command cannot be carried out as it was given: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** NO_COLOR and FORCE_COLOR decide (https://no-color.org), else whether it is a terminal. */
export function wantsColour({ env, stdout }: Pick<Shell, 'env' | 'stdout'>): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return Boolean(stdout.isTTY) && env.TERM !== 'dumb';
}

/** Cells; 100 where nobody knows. */
export function widthOf({ env, stdout }: Pick<Shell, 'env' | 'stdout'>): number {
  return stdout.columns || Number(env.COLUMNS) || 100;
}
