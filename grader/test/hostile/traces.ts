import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type pg from 'pg';

/** What hostile submissions call their daemons and files. */
const MARK = 'hostile-mark';

/** What a submission could leave behind on this machine. */
export interface Traces {
  processes: string[];
  ports: number[];
  databases: string[];
  files: string[];
}

/** What there is now, in this process's network and temporary folder. */
export async function traces(admin: pg.Client): Promise<Traces> {
  const all = `select datname as name from pg_database union select rolname from pg_roles
    union select 'lock' from pg_locks where locktype = 'advisory' order by 1`;
  const { rows } = await admin.query<{ name: string }>(all);
  const marked = ['/tmp', '/var/tmp', '/dev/shm']
    .map((folder) => `${folder}/${MARK}`)
    .filter((path) => existsSync(path));
  return {
    processes: readdirSync('/proc').filter((pid) => Number(pid) && isSubmissions(pid)),
    ports: [...listening('/proc/net/tcp'), ...listening('/proc/net/tcp6')].sort((one, other) => one - other),
    databases: rows.map(({ name }) => name),
    files: [...readdirSync(tmpdir()).sort(), ...marked],
  };
}

/** By the users that this grader gives to deployments where it is root; elsewhere by what it calls itself. */
function isSubmissions(pid: string): boolean {
  try {
    // A zombie has ended: it only waits to be asked how.
    if (/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return false;
    const { uid, gid } = statSync(`/proc/${pid}`);
    const first = 200_000 + process.pid * 256;
    if ([uid, gid].some((id) => id >= first && id < first + 256)) return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(MARK);
  } catch {
    return false; // It has ended meanwhile.
  }
}

/** proc(5), /proc/net/tcp: state 0A is LISTEN. */
function listening(table: string): number[] {
  const rows = readFileSync(table, 'utf8').trim().split('\n').slice(1);
  const columns = rows.map((row) => row.trim().split(/\s+/)).filter(([, , , state]) => state === '0A');
  return columns.map(([, local]) => Number.parseInt(local?.split(':')[1] ?? '', 16));
}
