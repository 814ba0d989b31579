import type { Deployment } from '../../src/types.ts';
import { Bench, course, inside } from './support/deployments.ts';
import { kind } from './support/kinds.ts';
import { inBubblewrap, sandboxed } from './support/sandboxed.ts';
import { obedient, quick } from './support/services.ts';

let bench: Bench;
let deployment: Deployment;

beforeAll(async () => {
  bench = await Bench.open();
  deployment = await bench.deploy(quick(obedient));
});

afterAll(() => bench?.[Symbol.asyncDispose]());

/** Runs code in the submission. */
const there = async (body: string) => {
  await deployment.main.ready();
  return inside(deployment.main, body);
};
const fetched = (url: string) =>
  there(`try { return await (await fetch('${url}')).text(); } catch (error) { return error.cause.code; }`);

sandboxed('a sandboxed service reaches its neighbour under the URL that it has outside', async () => {
  expect(deployment.sandbox).toBe(kind);
  expect(await fetched(`http://127.0.0.1:${bench.neighbour}/any`)).toBe('the double');
  expect(await there('return process.env.NEIGHBOUR_URL')).toBe(`http://127.0.0.1:${bench.neighbour}`);
});

sandboxed('a sandboxed service reaches its own database, as a role that is no superuser', async () => {
  const query = 'select current_user = current_database() as own, usesuper from pg_user where usename = current_user';
  expect(
    await there(`const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
      await client.connect();
      try { return (await client.query(${JSON.stringify(query)})).rows; } finally { await client.end(); }`),
  ).toEqual([{ own: true, usesuper: false }]);
});

sandboxed('no other port of the machine can be reached, neither the cluster itself nor a stranger', async () => {
  const stranger = `http://127.0.0.1:${bench.stranger}/`;
  expect(await (await fetch(stranger)).text()).toBe('the stranger');
  expect(await fetched(stranger)).toBe('ECONNREFUSED');
  expect(await fetched(`http://127.0.0.1:${bench.cluster.port}/`)).toBe('ECONNREFUSED');
});

sandboxed('there is no route to anywhere, and no name is known', async () => {
  for (const url of ['http://169.254.169.254/', 'http://10.0.0.1/', 'http://[2001:db8::1]/']) {
    expect(await fetched(url)).toMatch(/ENETUNREACH|EADDRNOTAVAIL/);
  }
  expect(await fetched('http://example.org/')).toMatch(/ENOTFOUND|EAI_AGAIN/);
  expect(await there("return Object.keys((await import('node:os')).networkInterfaces())")).toEqual(['lo']);
});

sandboxed('of the course there is the kit and the packages, and nothing else', async () => {
  const list = (folder: string) => there(`return (await import('node:fs')).readdirSync('${folder}').sort()`);
  expect(await list('/course')).toEqual(['labs', 'node_modules', 'services']);
  expect(await list('/course/services')).toEqual(['kit']);
  expect(await list('/course/labs')).toEqual(['submission']);
  expect(
    await there("return (await import('node:fs')).existsSync('/course/node_modules/@seeka/kit/package.json')"),
  ).toBe(true);
  // An image has folders of these names, of its own.
  const ofTheMachine = kind === 'docker' ? [] : ['/root', '/home', '/var'];
  for (const path of [
    `${course}/grader/package.json`,
    '/course/node_modules/@seeka/grader/package.json',
    ...ofTheMachine,
  ]) {
    expect(await there(`return (await import('node:fs')).existsSync('${path}')`)).toBe(false);
  }
});

sandboxed('the environment holds its settings, PATH and HOME, and nothing of the grader', async () => {
  const names = (await there('return Object.keys(process.env).sort()')) as string[];
  expect(names.filter((name) => name !== 'PWD')).toEqual([
    'DATABASE_URL',
    'HOME',
    'NEIGHBOUR_URL',
    ...(kind === 'docker' ? [] : ['NODE_COMPILE_CACHE']),
    'PATH',
    'PORT',
  ]);
});

inBubblewrap('the pinned Node runs it, whatever Node runs the machine', async () => {
  expect(await there('return process.version')).toBe(process.version);
});

inBubblewrap('packages of the course are compiled already', async () => {
  const used = "return (await import('node:module')).getCompileCacheDir()";
  expect(await there(used)).toMatch(/^\/opt\/compile-cache\/v\d+/);
  const compiled =
    "return (await import('node:fs')).readdirSync((await import('node:module')).getCompileCacheDir()).length";
  expect(await there(compiled)).toBeGreaterThan(100);
});

sandboxed('other processes can be neither seen nor read: its own tree is all there is', async () => {
  const names = (await there(`const fs = await import('node:fs');
    return fs.readdirSync('/proc').filter(Number).map((pid) => fs.readFileSync('/proc/' + pid + '/comm', 'utf8').trim())`)) as string[];
  expect(names.length).toBeLessThanOrEqual(4);
  const environment = await there("return (await import('node:fs')).readFileSync('/proc/1/environ', 'utf8')");
  expect(environment).not.toMatch(/SECRET|DATABASE_URL|SEEKA|DOCKER/);
});

sandboxed('nothing but /tmp can be written to', async () => {
  const failure = (path: string) =>
    there(
      `try { (await import('node:fs')).writeFileSync('${path}', 'x'); return 'written'; } catch (error) { return error.code; }`,
    );
  expect(await failure('/tmp/x')).toBe('written');
  for (const path of [
    '/x',
    '/dev/x',
    '/dev/shm/x',
    '/usr/x',
    '/etc/x',
    '/course/x',
    '/course/labs/submission/x',
    '/opt/bin/x',
    '/opt/compile-cache/x',
  ]) {
    expect(await failure(path)).toMatch(kind === 'docker' ? /EROFS|EACCES|ENOENT/ : /EROFS|EACCES/);
  }
  expect(await failure('/proc/sys/kernel/core_pattern')).toMatch(/EROFS|EACCES/);
});

sandboxed('it has no rights, gains none, and can make no namespace in which it had some', async () => {
  const status = (await there("return (await import('node:fs')).readFileSync('/proc/self/status', 'utf8')")) as string;
  expect(status).toMatch(/CapEff:\t0+\n/);
  expect(status).toMatch(/CapBnd:\t0+\n/);
  expect(status).toMatch(/NoNewPrivs:\t1/);
  expect(status).toMatch(/Seccomp:\t2/);
  const made = await there(
    `return (await import('node:child_process')).spawnSync('unshare', ['--user', 'true']).status`,
  );
  expect(made).not.toBe(0);
});

sandboxed('no file of the grader is open in it', async () => {
  const open = (await there(`const fs = await import('node:fs');
    return fs.readdirSync('/proc/self/fd').map((file) => { try { return fs.readlinkSync('/proc/self/fd/' + file); } catch { return ''; } })`)) as string[];
  expect(
    open.filter((target) => target.startsWith('/') && !target.startsWith('/proc') && target !== '/dev/null'),
  ).toEqual([]);
});
