import { once } from 'node:events';
import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { listen } from './gateway.ts';
import { partsOf, type Urls } from './parts.ts';
import { type Running, startService } from './service.ts';
import { buildSite, isStale, siteFrom } from './site.ts';

export interface PlatformOptions {
  /** The repository's root. */
  course: string;
  port: number;
  /** Build the site when it is missing or stale. */
  site: boolean;
  signal: AbortSignal;
  say(line: string): void;
  /** Told of each process group, so that somebody else can end it if this process is killed. */
  onGroup(pid: number): void;
}

/** Runs the whole course until the signal; rejects when a part ends by itself. Ends all it started. */
export async function runPlatform(options: PlatformOptions): Promise<void> {
  const { course, port, signal, say } = options;
  const began = performance.now();
  await using opened = new AsyncDisposableStack();
  say('starting the database …');
  const cluster = opened.use(await openCluster());
  const urls: Urls = {};
  const services: Running[] = [];
  for (const part of partsOf(course)) {
    say(`starting ${part.name} …`);
    const database: Record<string, string> = part.database
      ? { DATABASE_URL: await cluster.database(part.database) }
      : {};
    const service = opened.use(await startService(part, { ...part.settings(urls), ...database }));
    options.onGroup(service.pid);
    urls[part.name] = service.url;
    services.push(service);
  }
  const build = join(course, 'docs', 'build');
  const gateway = await listen({ port, urls, site: siteFrom(build) });
  opened.defer(() => {
    gateway.closeAllConnections();
    gateway.close();
  });
  say(addresses(port, services, performance.now() - began));
  if (options.site) opened.defer(keepSite(options, build));
  await ended(services, signal);
  say('stopping …');
}

/** Builds the site in the background; gives what ends that. */
function keepSite({ course, say }: PlatformOptions, build: string): () => Promise<void> {
  const stopped = new AbortController();
  const work = async () => {
    if (!(await isStale(course, build))) return;
    say('building the site …');
    const start = performance.now();
    await buildSite(course, stopped.signal);
    say(`the site is built (${seconds(performance.now() - start)})`);
  };
  const done = work().catch((error: Error) => {
    if (!stopped.signal.aborted) say(error.message);
  });
  return async () => {
    stopped.abort();
    await done;
  };
}

function ended(services: Running[], signal: AbortSignal): Promise<unknown> {
  const failures = services.map(async ({ part, ended: end }) => {
    const said = await end;
    if (!signal.aborted) throw new Error(`${part.name} has ended by itself. Its last words:\n${said}`);
  });
  return Promise.race([signal.aborted ? undefined : once(signal, 'abort'), ...failures]);
}

function addresses(port: number, services: Running[], ms: number): string {
  const gateway = `http://127.0.0.1:${port}`;
  const rows = [
    ['the course', `${gateway}/`],
    ['Address', `${gateway}/addresses`],
    ['  its contract, to try', `${gateway}/api-docs/`],
    ['address verification', `${gateway}/verification/street-address?street=120+w+12+st&zipcode=10011`],
    ['  its contract, to try', `${gateway}/verification/api-docs/`],
    ...services.map(({ part, url }) => [`${part.name}, directly`, url]),
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length)) + 2;
  const lines = rows.map(([name = '', url]) => `  ${name.padEnd(width)}${url}`);
  return `\nReady after ${seconds(ms)}.\n\n${lines.join('\n')}\n\nCtrl-C stops all of it.\n`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
