import { spawnSync } from 'node:child_process';

/** Calls back when npm, if it has started this process, is gone: it passes on neither SIGTERM nor its own death. */
export function whenNpmEnds(act: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const npm = npmAbove(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(npm)) return;
    clearInterval(timer);
    act();
  }, 500).unref();
}

/** npm starts scripts in a shell, and some shells give their place to the command. */
function npmAbove(parent: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(parent)], { encoding: 'utf8' });
  const [, grandparent, words = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return grandparent && words.includes('sh -c') ? Number(grandparent) : parent;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
