import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { constants, getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { course } from '../src/cli/labs.ts';
import { openPool } from '../src/pool.ts';
import { temporaryFolder } from './cli/seeka.ts';
import { serviceFiles } from './cli/services.ts';
import { until } from './deploy/support/processes.ts';

/** Opens a pool, grades a folder that cannot start, says so, and stays. */
const grading = `
  const { openPool } = await import(${JSON.stringify(join(course, 'grader/src/pool.ts'))});
  const pool = await openPool({ course: ${JSON.stringify(course)}, workers: 2 });
  const folder = ${JSON.stringify(join(course, 'docs/content'))};
  const { notStarted } = await pool.grade({ kind: 'folder', lab: '01-address', folder });
  console.log(notStarted.reason);
  setInterval(() => undefined, 1_000);`;

test('the processes of a pool end with the one that opened it, even when that is killed', async () => {
  // The opener cannot stop the database it joins.
  await using cluster = await openCluster();
  const opener = spawn(process.execPath, ['--input-type=module', '-e', grading], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: cluster.url('postgres') },
  });
  try {
    const [said] = await once(opener.stdout, 'data');
    expect(String(said)).toBe('The folder has no package.json and no Procfile.\n');
    const workers = execFileSync('pgrep', ['-P', `${opener.pid}`], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
    expect(workers).toHaveLength(2);
    opener.kill('SIGKILL');
    await until(() => !workers.some(isAlive));
  } finally {
    opener.kill('SIGKILL');
  }
});

test('the processes of a pool that yields have a lower priority than others', async () => {
  await using pool = await openPool({ course, workers: 1, yields: true });
  await pool.grade({ kind: 'folder', lab: '01-address', folder: join(course, 'docs', 'content') });
  const worker = execFileSync('pgrep', ['-P', `${process.pid}`, '-f', 'processChild'], { encoding: 'utf8' });
  expect(getPriority(Number(worker))).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
});

test('a process whose event loop stands still is killed, whatever it does', async () => {
  const stands = `
    const { endWhenStalled } = await import(${JSON.stringify(join(course, 'grader/src/stalled.ts'))});
    endWhenStalled(200);
    setTimeout(() => { for (;;); }, 1_000);`;
  const [code, signal] = await once(spawn(process.execPath, ['--input-type=module', '-e', stands]), 'exit');
  expect([code, signal]).toEqual([null, 'SIGKILL']);
});

test('when its signal aborts nobody waits for what is being graded, and disposing ends it', async () => {
  await using folder = await temporaryFolder(serviceFiles('/* never answers */'));
  const stop = new AbortController();
  const pool = await openPool({ course, workers: 1, signal: stop.signal });
  const children = () => execFileSync('pgrep', ['-P', `${process.pid}`, '-f', 'processChild'], { encoding: 'utf8' });
  const worker = Number(children());
  const grading = pool.grade({ kind: 'folder', lab: '01-address', folder: folder.path });
  const rejected = expect(grading).rejects.toMatchObject({ name: 'AbortError' });
  await until(() => readdirSync(tmpdir()).some((name) => name.startsWith(`seeka-${worker}-`)));
  stop.abort();
  await rejected;
  await pool[Symbol.asyncDispose]();
  expect(isAlive(worker)).toBe(false);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`seeka-${worker}-`))).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
