import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';

/** What the site is made from. */
const SOURCES = [
  'docs/{content,generate,plugins,src,static}/**/*',
  'docs/*.ts',
  'labs/*/{README.md,*.yaml,figures/*}',
  'grader/{contracts,validity}/**/*.{ts,json}',
];

const building = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>Seeka course</title><body style="font: 1.1rem/1.5 system-ui; margin: 15vh auto; max-width: 32rem; padding: 0 1rem">
<h1>The site is being built</h1><p>This takes about half a minute, the first time and after a change of its sources. The page
comes by itself. The services run already: <a href="/api-docs/">Address</a>.</p>`;

const PROBLEM = 'application/problem+json';
const nothing = JSON.stringify({
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  detail: 'There is nothing at this path.',
  instance: '/',
});

/** The built site; a page that waits, until there is one. */
export function siteFrom(build: string): RequestHandler {
  const files = express.static(build, { extensions: ['html'], redirect: true });
  return (request, response, next) => {
    if (!existsSync(join(build, 'index.html'))) return void response.status(503).type('html').send(building);
    files(request, response, (error?: unknown) => {
      if (error) return next(error);
      if (!request.headers.accept?.includes('text/html')) return void response.status(404).type(PROBLEM).send(nothing);
      response.status(404).sendFile(join(build, '404.html'));
    });
  };
}

/** Whether the site is missing, or older than what it is made from. */
export async function isStale(course: string, build: string): Promise<boolean> {
  const index = join(build, 'index.html');
  if (!existsSync(index)) return true;
  const { mtimeMs } = await stat(index);
  for await (const file of glob(SOURCES, { cwd: course })) {
    const source = await stat(join(course, file));
    if (source.isFile() && source.mtimeMs > mtimeMs) return true;
  }
  return false;
}

/** Builds the site; rejects with what the build said. */
export async function buildSite(course: string, signal: AbortSignal): Promise<void> {
  const child = spawn('npm', ['run', 'build', '--workspace', 'docs'], {
    cwd: course,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The site could not be built:\n${said.split('\n').slice(-15).join('\n')}`);
}
