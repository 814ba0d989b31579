import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { seeka, seekaWith, temporaryFolder } from './seeka.ts';
import { refuser, serviceFiles } from './services.ts';

test('a service that refuses everything is graded 0, which is exit code 0', async () => {
  await using folder = await temporaryFolder(serviceFiles(refuser));
  const { code, stdout, stderr } = await seeka('grade', folder.path, '--seed', '8812');
  expect(stdout).toMatch(/^01-address · 0\/100 · seed 8812 · \d+\.\d s\n ✗ 1\.1 /);
  expect(stdout).toMatch(/replay: curl -i /);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('below --min-score the exit code is 1, and the reports are written all the same', async () => {
  await using folder = await temporaryFolder(serviceFiles(refuser));
  const [json, html, junit] = ['r.json', 'r.html', 'r.xml'].map((name) => join(folder.path, name)) as [
    string,
    string,
    string,
  ];
  const files = ['--json', json, '--html', html, '--junit', junit];
  const { code, stdout } = await seeka('grade', folder.path, '--min-score', '1', '--quiet', ...files);
  expect(stdout).toMatch(/^01-address · 0\/100 [^\n]+\n$/);
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ lab: '01-address', score: 0, maxScore: 100 });
  expect(await readFile(html, 'utf8')).toContain('<title>01-address Address: 0/100</title>');
  expect(await readFile(junit, 'utf8')).toContain('<testsuites name="01-address Address: 0"');
  expect(code).toBe(1);
});

test('a service that ends at once is graded 0, with what it printed and what to do', async () => {
  await using folder = await temporaryFolder({ ...serviceFiles(refuser), 'server.js': 'throw new Error("no street")' });
  const { code, stdout } = await seeka('grade', folder.path);
  expect(stdout).toContain('✗ the service did not start, so no check could be tried');
  expect(stdout).toMatch(/│ Error: no street/);
  expect(code).toBe(0);
});

test('--through grades as far as a checkpoint, and compares with the last run as far', async () => {
  await using folder = await temporaryFolder(serviceFiles(refuser));
  const first = await seeka('grade', folder.path, '--through', '1.1');
  expect(first.stdout).toMatch(/^01-address · 0\/\d\d /);
  expect(first.stdout).not.toMatch(/^ . 1\.2 /m);
  expect(first.stdout).not.toContain('your last run');
  const second = await seeka('grade', folder.path, '--checkpoint', '1.1', '--no-sandbox');
  expect(second.stdout).toMatch(/ {2}as on your last run\n/);
  expect(second.stdout).toContain('Run without a sandbox');
});

test('a service at a URL is graded, and what cannot be tried there is counted', async () => {
  const server = createServer((request, response) => response.writeHead(request.url === '/health' ? 200 : 404).end());
  await using _closing = { [Symbol.asyncDispose]: async () => void server.close() };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { code, stdout } = await seeka('grade', '--lab', '01-address', url);
  expect(stdout).toMatch(/^01-address · 0\/100 /);
  expect(stdout).toMatch(/\d+ checks not applicable at a URL/);
  expect(code).toBe(0);
});

test('a URL at which nothing answers cannot be read: exit code 2', async () => {
  const { code, stderr } = await seeka('grade', '--lab', '01-address', 'http://127.0.0.1:9');
  expect(stderr).toMatch(/^error: Nothing answers at http:\/\/127\.0\.0\.1:9/);
  expect(code).toBe(2);
});

test('a database that cannot be reached is a fault of ours: exit code 3, and no score', async () => {
  await using folder = await temporaryFolder(serviceFiles(refuser));
  const away = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/' };
  const { code, stdout, stderr } = await seekaWith(away, 'grade', folder.path);
  expect(stdout).not.toMatch(/\d\/100/);
  expect(stderr).toMatch(/The grader itself is at fault/);
  expect(code).toBe(3);
});
