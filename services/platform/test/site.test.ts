import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { Site } from '../src/site.ts';
import { gone } from './support/started.ts';

let course: string;
let site: Site;
let server: Server;
let said: string[];

beforeEach(async () => {
  course = mkdtempSync(join(tmpdir(), 'seeka-course-'));
  mkdirSync(join(course, 'docs', 'content'), { recursive: true });
  writeFileSync(join(course, 'docs', 'package.json'), JSON.stringify({ scripts: { build: 'node build.cjs' } }));
  said = [];
  site = new Site(course);
  server = createServer(express().use(site.answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await site[Symbol.asyncDispose]();
  server.close().closeAllConnections();
  rmSync(course, { recursive: true });
});

/** Waits for the file `go`, then does as a build does. */
function builder(last = ''): void {
  const program = `const fs = require('node:fs');
    while (!fs.existsSync('go')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    fs.mkdirSync('build', { recursive: true });
    fs.writeFileSync('build/index.html', 'the course');
    fs.writeFileSync('build/sitemap.xml', '');
    ${last}`;
  writeFileSync(join(course, 'docs', 'build.cjs'), program);
}

const go = () => writeFileSync(join(course, 'docs', 'go'), '');
const refresh = (onGroup: (pid: number) => void = () => undefined) => site.refresh((line) => said.push(line), onGroup);
const page = async () => {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return [answer.status, await answer.text()];
};

test('a site that is missing is built, and until then a page says so', async () => {
  builder();
  expect(await page()).toEqual([404, expect.stringContaining('There is no site yet')]);
  const built = Promise.withResolvers<void>();
  refresh(() => built.resolve());
  await built.promise;
  expect(await page()).toEqual([503, expect.stringContaining('The site is being built')]);
  go();
  await refreshed();
  expect(await page()).toEqual([200, 'the course']);
  expect(said).toEqual(['Building the site …', expect.stringContaining('The site is built')]);
});

/** Resolves when the build has ended. */
async function refreshed(): Promise<void> {
  while (said.length < 2) await page();
}

test('a site that is built is built again only when a source is newer', async () => {
  builder();
  go();
  await refresh();
  const source = join(course, 'docs', 'content', 'page.md');
  writeFileSync(source, '# A page');
  utimesSync(source, new Date(0), new Date(0));
  for (const name of ['build.cjs', 'package.json']) utimesSync(join(course, 'docs', name), new Date(0), new Date(0));
  said = [];
  await refresh();
  expect(said).toEqual([]);
  const future = new Date(Date.now() + 60_000);
  utimesSync(source, future, future);
  await refresh();
  expect(said).toEqual(['Building the site …', expect.stringContaining('The site is built')]);
});

test('a build that fails is said with its last lines', async () => {
  builder(`console.error('a broken link'); process.exit(1);`);
  go();
  await expect(refresh()).rejects.toThrow(/The site could not be built:\n(.*\n)*a broken link/);
});

test('a build ends with the site, and all that it has started', async () => {
  builder();
  const started = Promise.withResolvers<number>();
  const done = refresh(started.resolve);
  const pid = await started.promise;
  await site[Symbol.asyncDispose]();
  await done;
  expect(await gone([pid])).toBe(true);
  expect(existsSync(join(course, 'docs', 'build'))).toBe(false);
});
