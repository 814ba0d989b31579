import { type Cluster, openCluster } from '@seeka/postgres';
import pg from 'pg';
import type { Gradebook } from '../class/gradebook.ts';
import { harmless } from '../report/harmless.ts';
import { type Shell, UsageError } from './shell.ts';

interface Flags {
  database?: string;
}

/** The gradebook that --database names, else SEEKA_DATABASE_URL; undefined when neither does. @throws UsageError */
export function namedGradebook({ database }: Flags, { env }: Pick<Shell, 'env'>): string | undefined {
  const url = database ?? (env.SEEKA_DATABASE_URL || undefined);
  if (url === undefined || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url))) return url;
  throw new UsageError('The URL of the gradebook must look like postgres://user:password@host/seeka_class.');
}

/** URL of the gradebook: the one that is named, else the course's own. @throws UsageError when it cannot be used. */
export async function gradebookUrl(flags: Flags, shell: Pick<Shell, 'env'>, cluster: Cluster): Promise<string> {
  const named = namedGradebook(flags, shell);
  if (named === undefined) return cluster.database('seeka_class');
  await assertReached(named);
  return named;
}

/** For people: without the password. */
export function shownGradebook(url: string): string {
  const { database, host, port } = new pg.Client(url);
  return `${database} at ${host}:${port}`;
}

// 5 s: as long as the gradebook itself waits for a connection.
const CONNECT_MS = 5_000;

async function assertReached(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  // A server that ends just then is told by whatever is asked next.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const place = `The gradebook at ${client.host}:${client.port}`;
    if (error instanceof pg.DatabaseError) throw new UsageError(`${place} cannot be used: ${message}. See --database.`);
    throw new UsageError(`${place} cannot be reached: ${message || code}. Is it running? See --database.`);
  } finally {
    await client.end();
  }
}

/** Opens the gradebook, changes it, and prints what the work says. */
export async function change(
  shell: Shell,
  flags: Flags,
  work: (gradebook: Gradebook, databaseUrl: string) => Promise<string>,
): Promise<void> {
  const { Gradebook } = await import('../class/gradebook.ts');
  await using cluster = await openCluster();
  const databaseUrl = await gradebookUrl(flags, shell, cluster);
  await using gradebook = await Gradebook.open(databaseUrl);
  shell.stdout.write(harmless(`${await work(gradebook, databaseUrl).catch(asUsage)}\n`));
}

/** What the gradebook does not have, somebody has misnamed. */
export function asUsage(error: Error): never {
  throw error.name === 'NotInGradebook' ? new UsageError(error.message) : error;
}
