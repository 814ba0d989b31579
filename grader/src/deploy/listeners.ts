import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { attempt } from './processes.ts';

/** A process that waits for TCP connections. */
export interface Listener {
  pid: number;
  port: number;
}

/** Who of these processes, which share a network, listens where. */
export function listenersAmong(pids: number[]): Listener[] {
  const [first] = pids;
  if (first === undefined) return [];
  return process.platform === 'linux' ? fromProc(first, pids) : fromLsof(pids);
}

/** Sends a signal to those of these processes that listen at the port, to all when none does. */
export function signalListeners(pids: number[], port: number, name: NodeJS.Signals): void {
  const listening = listenersAmong(pids).filter((listener) => listener.port === port);
  const meant = listening.length > 0 ? new Set(listening.map(({ pid }) => pid)) : pids;
  for (const pid of meant) attempt(() => process.kill(pid, name));
}

function fromProc(first: number, pids: number[]): Listener[] {
  const ports = new Map([...listening(`/proc/${first}/net/tcp`), ...listening(`/proc/${first}/net/tcp6`)]);
  return pids.flatMap((pid) =>
    socketsOf(pid).flatMap((socket) => {
      const port = ports.get(socket);
      return port === undefined ? [] : [{ pid, port }];
    }),
  );
}

/** proc(5), /proc/net/tcp: `sl local_address rem_address st … inode`, in hexadecimal; state 0A is LISTEN. */
function listening(table: string): [socket: string, port: number][] {
  const rows =
    attempt(() => readFileSync(table, 'utf8'))
      ?.split('\n')
      .slice(1) ?? [];
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A')
    .map((columns) => [`socket:[${columns[9]}]`, Number.parseInt(columns[1]?.split(':')[1] ?? '', 16)]);
}

function socketsOf(pid: number): string[] {
  const files = attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return files.flatMap((file) => attempt(() => readlinkSync(`/proc/${pid}/fd/${file}`)) ?? []);
}

/** lsof -F: a line `p` with the process, then a line `n` with each of its addresses, e.g. `n*:3000`. */
function fromLsof(pids: number[]): Listener[] {
  const args = ['-nP', '-a', '-p', pids.join(), '-iTCP', '-sTCP:LISTEN', '-Fpn'];
  const lines = attempt(() => execFileSync('lsof', args, { encoding: 'utf8' }))?.split('\n') ?? [];
  let pid = 0;
  return lines.flatMap((line) => {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    return line.startsWith('n') ? [{ pid, port: Number(line.split(':').pop()) }] : [];
  });
}
