import { statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** A program to run, and where it finds the folders it needs. */
export interface Entrance {
  command: string;
  args: string[];
  /** What follows `args` may name a path below one of the folders by this. */
  seen(path: string): string;
}

/**
 * How to run a program as another user, without root's rights from its first instruction on. Folders which that user
 * cannot reach, e.g. a course below /root, are first mounted below /mnt, in a mount namespace of the program's own.
 */
export function asUser(user: number, folders: string[]): Entrance {
  const become = ['--reuid', String(user), '--regid', String(user), '--clear-groups', '--inh-caps=-all', '--'];
  const hidden = folders.filter((folder) => !isReachable(folder));
  if (hidden.length === 0) return { command: 'setpriv', args: become, seen: (path) => path };
  return {
    command: 'unshare',
    args: ['--mount', '--propagation', 'private', '--', 'sh', '-ec', MOUNT_AND_RUN, 'sh', ...hidden, '--', ...become],
    seen: (path) => mounted(path, hidden),
  };
}

const MOUNT_AND_RUN = `
  mount -t tmpfs -o mode=755 tmpfs /mnt
  number=0
  while [ "$1" != -- ]; do
    mkdir "/mnt/$number"
    mount --rbind "$1" "/mnt/$number"
    number=$((number + 1))
    shift
  done
  shift
  exec setpriv "$@"`;

function mounted(path: string, folders: string[]): string {
  const number = folders.findIndex((folder) => isBelow(path, folder));
  return number === -1 ? path : join('/mnt', String(number), relative(folders[number] as string, path));
}

export function isBelow(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(`${folder}${sep}`);
}

/** Whether everybody may pass through all folders above. */
function isReachable(path: string): boolean {
  const above = dirname(path);
  return above === path || ((statSync(above).mode & 0o001) !== 0 && isReachable(above));
}
