import { openCluster } from '@seeka/postgres';
import postgres from 'postgres';

/** Drops databases that a command keeps for its next run. */
export async function dropDatabases(names: Set<string>): Promise<void> {
  if (names.size === 0) return;
  await using cluster = await openCluster();
  const sql = postgres(cluster.url('postgres'), { onnotice: () => undefined });
  for (const name of names) await sql`drop database if exists ${sql(name)} with (force)`;
  await sql.end();
}
