import { readFileSync } from 'node:fs';
import type { Cluster } from '@seeka/postgres';
import pg from 'pg';
import { attempt, cpuSecondsOf, PAGE_BYTES } from './processes.ts';

/** What a submission has its database server do: outside its sandbox, so that no limit of a process counts it. */
export interface DatabaseUsage {
  /** Tables, large objects and, where the server lets us see them, temporary files. */
  megabytes: number;
  locks: number;
  /** Of the server's processes that work for it, without what all share; 0 where the server is on another machine. */
  memoryMegabytes: number;
  cpuSeconds: number;
}

/** Looks what a database costs, each time it is called; undefined when the server does not say. */
export function databaseMeter(cluster: Cluster, name: string): () => Promise<DatabaseUsage | undefined> {
  const cpu = new Map<number, number>();
  return async () => {
    const seen = await look(cluster, name).catch(() => undefined);
    if (!seen) return undefined;
    const pids = seen.pids.filter((pid) => worksFor(pid, name));
    for (const pid of pids) cpu.set(pid, cpuSecondsOf(pid) ?? 0);
    return {
      megabytes: Number(seen.bytes) / 2 ** 20,
      locks: Number(seen.locks),
      memoryMegabytes: sum(pids.map(ownMegabytes)),
      cpuSeconds: sum([...cpu.values()]),
    };
  };
}

interface Seen {
  bytes: string;
  locks: string;
  pids: number[];
}

async function look(cluster: Cluster, name: string): Promise<Seen | undefined> {
  const pool = poolOf(cluster);
  const { rows } = await pool.query<{ may: boolean }>(
    `select has_function_privilege('pg_ls_tmpdir()', 'execute') as may`,
  );
  const all = `select pg_database_size(oid) + ${rows[0]?.may ? TEMPORARY : '0'} as bytes,
    (select count(*) from pg_locks where database = d.oid) as locks,
    array(select pid from pg_stat_activity a where a.datid = d.oid) as pids
    from pg_database d where datname = $1`;
  return (await pool.query<Seen>(all, [name])).rows[0];
}

/** Each temporary file is named after the process that made it. */
const TEMPORARY = `(select coalesce(sum(size), 0) from pg_ls_tmpdir() f join pg_stat_activity a
  on f.name like 'pgsql\\_tmp' || a.pid || '.%' where a.datid = d.oid)`;

const pools = new WeakMap<Cluster, pg.Pool>();

/** One connection for all deployments of a process. */
function poolOf(cluster: Cluster): pg.Pool {
  const known = pools.get(cluster);
  if (known) return known;
  const pool = new pg.Pool({ connectionString: cluster.url('postgres'), max: 1, allowExitOnIdle: true });
  // A server that ends while the connection is idle is noticed at the next look.
  pool.on('error', () => undefined);
  pools.set(cluster, pool);
  return pool;
}

/** PostgreSQL writes the database's name into the title of each of its processes. */
function worksFor(pid: number, name: string): boolean {
  return attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name)) ?? false;
}

/** proc(5), /proc/pid/statm: `size resident shared …`, in pages. */
function ownMegabytes(pid: number): number {
  const [, resident = 0, shared = 0] =
    attempt(() => readFileSync(`/proc/${pid}/statm`, 'utf8'))
      ?.split(' ')
      .map(Number) ?? [];
  return ((resident - shared) * PAGE_BYTES) / 2 ** 20;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
