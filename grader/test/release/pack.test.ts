import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { course } from '../../src/cli/labs.ts';
import { listenOnce } from '../../src/cli/neighbours.ts';
import { readyWithin } from '../../src/cli/ready.ts';
import { seeka, temporaryFolder } from '../cli/seeka.ts';

const solution = join(course, 'solutions', '01-address');

/** A service packed from sources that are gone by now. */
let packed: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  packed = await temporaryFolder();
  await using sources = await temporaryFolder();
  await cp(solution, sources.path, { recursive: true });
  await writeFile(join(sources.path, '.env'), 'PASSWORD=secret');
  await writeFile(join(sources.path, 'src', 'greeting.txt'), 'hello');
  const { code, stderr } = await seeka('pack', sources.path, '--lab', '01-address', '--out', packed.path);
  if (code !== 0) throw new Error(stderr);
});

afterAll(() => packed[Symbol.asyncDispose]());

const read = (path: string) => readFile(join(packed.path, path), 'utf8');

test('the folder holds one bundle, and what it reads: contract, migrations, pages, other files; no code, no secret', async () => {
  const entries = await readdir(packed.path, { recursive: true, withFileTypes: true });
  const files = entries.filter((it) => it.isFile()).map((it) => relative(packed.path, join(it.parentPath, it.name)));
  const names = files.filter((path) => !path.startsWith('dist/swagger-ui/')).sort();
  expect(names).toEqual([
    ...['.dockerignore', 'Dockerfile', 'README.md', 'dist/server.js', 'migrations/001-addresses.sql'],
    ...['migrations/002-delivery-points.sql', 'openapi.yaml', 'package.json', 'src/greeting.txt'],
  ]);
  expect(files).toContain('dist/swagger-ui/swagger-ui-bundle.js');
});

test('the bundle names no folder of this machine, and has no source map', async () => {
  const bundle = await read('dist/server.js');
  for (const place of [course, homedir(), 'seeka-test-']) expect(bundle.includes(place)).toBe(false);
  expect(bundle.includes('sourceMappingURL=')).toBe(false);
});

test('the container runs the pinned Node as somebody without rights, and listens to all; the README names every setting', async () => {
  const dockerfile = await read('Dockerfile');
  expect(dockerfile).toMatch(/^FROM node:24-slim$/m);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^ENV .*HOST=0\.0\.0\.0/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  const readme = await read('README.md');
  for (const name of ['PORT', 'DATABASE_URL', 'ADDRESS_VERIFICATION_URL', 'HOST'])
    expect(readme).toContain(`\`${name}\``);
});

test('it runs without any package beside it, and serves its contract and the page for it', async () => {
  await using cluster = await openCluster();
  await using database = await cluster.fresh();
  const port = await listenOnce(0);
  const env = { PORT: String(port), DATABASE_URL: database.url, ADDRESS_VERIFICATION_URL: 'http://127.0.0.1:1' };
  const service = spawn(process.execPath, ['dist/server.js'], { cwd: packed.path, env, stdio: 'inherit' });
  const ended = once(service, 'exit');
  const at = `http://127.0.0.1:${port}`;
  try {
    await readyWithin(`${at}/health`, 20_000);
    expect(await (await fetch(`${at}/addresses`)).json()).toMatchObject({ data: [] });
    expect(await (await fetch(`${at}/openapi.json`)).json()).toMatchObject({ info: { title: 'Address' } });
    expect((await fetch(`${at}/api-docs/swagger-ui-bundle.js`)).status).toBe(200);
  } finally {
    service.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }
});

test('handed in as a folder, it has all points', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'report.json');
  expect(await seeka('grade', packed.path, '--json', file)).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ lab: '01-address', score: 100 });
});

test('import.meta and __dirname lead to what lies beside each source, in ES modules and in CommonJS', async () => {
  await using out = await temporaryFolder();
  await using sources = await temporaryFolder({ 'package.json': '{"scripts": {"start": "node src/server.js"}}' });
  const put = async (path: string, text: string) => {
    await mkdir(join(sources.path, path, '..'), { recursive: true });
    await writeFile(join(sources.path, path), text);
  };
  await put('src/server.js', "console.log([require('./deep/here.js'), require('./deep/there.mjs').places].join());");
  await put('src/deep/here.js', 'module.exports = __dirname;');
  await put(
    'src/deep/there.mjs',
    'export const places = [import.meta.dirname, import.meta.filename, import.meta.url];',
  );
  await seeka('pack', sources.path, '--lab', '01-address', '--out', out.path);
  await rm(sources.path, { recursive: true });
  await mkdir(sources.path);
  const run = spawn(process.execPath, ['dist/server.js'], { cwd: out.path });
  const [said] = await once(run.stdout, 'data');
  const deep = join(out.path, 'src', 'deep');
  expect(String(said).trim()).toBe([deep, deep, `${deep}/there.mjs`, `file://${deep}/there.mjs`].join());
});
