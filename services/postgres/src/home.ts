import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterError } from './error.ts';

/** Where the embedded server lives, and as whom it runs. */
export interface Home {
  directory: string;
  data: string;
  log: string;
  /** PostgreSQL refuses to run as root: then as another user. */
  runsAs: User | undefined;
}

export interface User {
  uid: number;
  gid: number;
}

/** The wanted folder, made when absent; one for temporary files when the server's user cannot get there. */
export function homeAt(wanted: string): Home {
  const runsAs = process.getuid?.() === 0 ? (ownerOf(join(wanted, 'data')) ?? nobody()) : undefined;
  mkdirSync(wanted, { recursive: true });
  // Others may pass, to what is theirs, and see nothing.
  if (statSync(wanted).uid === process.getuid?.()) chmodSync(wanted, 0o711);
  const directory = realpathSync(!runsAs || canEnter(runsAs, wanted) ? wanted : elsewhere(wanted, runsAs));
  return { directory, data: join(directory, 'data'), log: join(directory, 'postgres.log'), runsAs };
}

/** Whether that user may pass through the folder, or run the program, and all folders on the way. */
export function canEnter(user: User, path: string): boolean {
  return spawnSync('test', ['-x', path], { ...user }).status === 0;
}

/** Whose data it is already, so that `sudo npm start` spoils nothing. */
function ownerOf(data: string): User | undefined {
  const owner = statSync(data, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : undefined;
}

function nobody(): User {
  const id = (option: string) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function elsewhere(wanted: string, runsAs: User): string {
  const name = `seeka-postgres-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`;
  const parent = canEnter(runsAs, tmpdir()) ? tmpdir() : '/tmp';
  const directory = join(parent, name);
  if (mkdirSync(directory, { recursive: true, mode: 0o711 })) {
    process.emitWarning(
      `PostgreSQL cannot run as root, and its user cannot enter ${wanted}: the data is in ${directory}.`,
    );
  }
  const { uid } = lstatSync(directory);
  // Anybody may make a folder there, and would read what is kept in it.
  if (uid !== 0) throw new ClusterError('not writable', `${directory} belongs to another user (${uid}). Delete it.`);
  return directory;
}
