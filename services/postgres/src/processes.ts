import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Whether a process with this id runs. One that has ended, but that its parent has not noticed, does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)?.state !== 'Z';
}

/** Its id and, where the system tells, when it started: ids alone are used again. */
export function nameOf(pid: number): string {
  return `${pid}-${statOf(pid)?.start ?? ''}`;
}

/** Whether the process of this name still runs. */
export function lives(name: string): boolean {
  const [pid = '', start] = name.split('-');
  const now = statOf(Number(pid))?.start;
  return isAlive(Number(pid)) && (!start || !now || now === start);
}

/** The words it was started with; none when it is gone. */
export function commandOf(pid: number): string {
  if (!isAlive(pid)) return '';
  const file = `/proc/${pid}/cmdline`;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

/** From /proc, which only Linux has. */
function statOf(pid: number): { state: string | undefined; start: string | undefined } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold blanks; fields 3 and 22 of proc(5) are the 1st and 20th behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], start: fields[19] };
  } catch {
    return undefined;
  }
}
