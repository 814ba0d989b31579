import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { openStage } from '../../src/deploy/stage.ts';
import { Bench, course, inside } from './support/deployments.ts';
import { kinds } from './support/kinds.ts';
import { otherGrader, running, stagesOf, until } from './support/processes.ts';
import { inBubblewrap } from './support/sandboxed.ts';
import { obedient, quick, service } from './support/services.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

/** A service that leaves a daemon behind: in a session of its own, its parent gone. */
const leaving = (mark: string) => `${obedient}
import { spawn } from 'node:child_process';
const daemon = "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', process.argv[1]], { detached: true, stdio: 'ignore' }).unref()";
spawn(process.execPath, ['-e', daemon, '${mark}'], { detached: true, stdio: 'ignore' }).unref();`;

const daemonOf = (mark: string) => `setInterval(() => 0, 1000) ${mark}`;

async function databases(): Promise<number> {
  const client = new pg.Client({ connectionString: bench.cluster.url('postgres') });
  await client.connect();
  const own = `seeka_run_${process.pid}_%`;
  const all =
    'select datname from pg_database where datname like $1 union all select rolname from pg_roles where rolname like $1';
  const { rowCount } = await client.query(all, [own]);
  await client.end();
  return rowCount ?? 0;
}

test.each(kinds)(
  'disposal ends all processes, daemons too, and drops databases, roles and files (%s)',
  async (sandbox) => {
    const mark = randomUUID();
    const before = await databases();
    const deployment = await bench.deploy(quick(leaving(mark)), { sandbox });
    const other = await deployment.start();
    await Promise.all([deployment.main.ready(), other.ready()]);
    await until(() => running(daemonOf(mark)).length === 2);
    expect([await databases(), stagesOf(process.pid).length]).toEqual([before + 4, 1]);
    await deployment[Symbol.asyncDispose]();
    expect([running(mark), await databases(), stagesOf(process.pid)]).toEqual([[], before, []]);
  },
);

test.each(kinds)('the end of the start command is the end of its daemons (%s)', async (sandbox) => {
  const mark = randomUUID();
  await using deployment = await bench.deploy(quick(leaving(mark)), { sandbox });
  await deployment.main.ready();
  await until(() => running(daemonOf(mark)).length === 1);
  await deployment.main.signal('SIGTERM');
  await deployment.main.exited;
  expect(running(mark)).toEqual([]);
});

test.each(kinds)(
  'a grader that is killed leaves no process, and the next one removes its files (%s)',
  async (sandbox) => {
    const mark = randomUUID();
    const folder = await bench.handIn({
      ...service(leaving(mark)),
      'package.json': `{"type":"module","scripts":{"start":"node server.js ${mark}"}}`,
    });
    const grader = await otherGrader({ folder, databaseUrl: bench.cluster.url('postgres'), sandbox });
    expect(grader.findings).toMatchObject({ sandbox, answer: '{"status":"ok"}' });
    await until(() => running(daemonOf(mark)).length > 0);
    expect(stagesOf(grader.pid)).toHaveLength(1);
    await grader.kill();
    if (sandbox !== 'none') await until(() => running(mark).length === 0);
    await using _next = await openStage();
    expect(stagesOf(grader.pid)).toEqual([]);
    await until(() => running(mark).length === 0);
  },
);

inBubblewrap('what a grader leaves that is killed while it builds a sandbox, the next one ends', async () => {
  const mark = randomUUID();
  const script = join(import.meta.dirname, 'support', 'half-built.ts');
  const grader = spawn(process.execPath, [script], { cwd: course, env: { ...process.env, MARK: mark } });
  await once(grader.stdout, 'data');
  expect(running(mark)).toHaveLength(1);
  grader.kill('SIGKILL');
  await once(grader, 'exit');
  await using _next = await openStage();
  expect([running(mark), stagesOf(grader.pid ?? 0)]).toEqual([[], []]);
});

test('what was made before a failure is cleared away', async () => {
  const before = await databases();
  const cluster = { ...bench.cluster, fresh: () => Promise.reject(new Error('the disk is full')) };
  await expect(bench.deploy(quick(obedient), { cluster })).rejects.toThrow('the disk is full');
  expect([await databases(), stagesOf(process.pid)]).toEqual([before, []]);
});

test('what is not started leaves nothing', async () => {
  const before = await databases();
  const deployment = await bench.deploy({});
  await expect(deployment.main.ready()).rejects.toThrow('no package.json');
  await expect(deployment.start()).rejects.toThrow('no package.json');
  expect([await databases(), stagesOf(process.pid)]).toEqual([before, []]);
});

test('a signal ends a deployment, before it stands or after', async () => {
  const before = await databases();
  await expect(bench.deploy(quick(obedient), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
    'enough',
  );
  const early = new AbortController();
  const deploying = bench.deploy(quick(obedient), { signal: early.signal });
  setImmediate(() => early.abort(new Error('enough')));
  await expect(deploying).rejects.toThrow('enough');
  const late = new AbortController();
  const deployment = await bench.deploy(quick(obedient), { signal: late.signal });
  await deployment.main.ready();
  late.abort();
  expect((await deployment.main.exited).signal).toBe('SIGKILL');
  await deployment[Symbol.asyncDispose]();
  expect([await databases(), stagesOf(process.pid)]).toEqual([before, []]);
});

test('a closed deployment starts nothing more, and can be closed again', async () => {
  const deployment = await bench.deploy(quick(obedient));
  await deployment.main.ready();
  expect(await inside(deployment.main, 'return 1')).toBe(1);
  const [closing, starting] = [deployment[Symbol.asyncDispose](), deployment.start()];
  await expect(starting).rejects.toThrow('closed');
  await closing;
  await deployment[Symbol.asyncDispose]();
  expect(stagesOf(process.pid)).toEqual([]);
});
