import { once } from 'node:events';
import { type Cluster, openCluster } from '@seeka/postgres';
import { openGateway } from './gateway.ts';
import type { Part, Route, Urls } from './parts.ts';
import { freeUrl, type Service, startService } from './service.ts';
import { Site } from './site.ts';

export interface PlatformOptions {
  /** The repository's root. */
  course: string;
  parts: Part[];
  routes: Route[];
  port: number;
  /** Build the site when it is missing or stale. */
  buildSite: boolean;
  /** Ends it. */
  signal: AbortSignal;
  say(line: string): void;
  /** Told of each process group, so that somebody else can end it if this process is killed. */
  onGroup(pid: number): void;
}

/** Runs the whole course until the signal; rejects when a part ends by itself. Ends all it started. */
export async function runPlatform(options: PlatformOptions): Promise<void> {
  const { course, port, routes, parts, signal, say, onGroup } = options;
  const began = performance.now();
  const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  await using opened = new AsyncDisposableStack();
  const urls = await urlsFor(parts);
  const site = opened.use(new Site(course));
  opened.use(await openGateway(port, { routes, urls, site: site.answer }));
  say('Starting the database and the services …');
  const cluster = opened.use(await openCluster());
  if (signal.aborted) return;
  const services = await startAll(options, cluster, urls);
  opened.defer(() => endAll(services));
  const failed = Promise.race(services.map((service) => failure(service, signal)));
  const ready = Promise.all(services.map((service) => service.ready()));
  await Promise.race([ready.then((all) => (all.includes(false) ? failed : undefined)), failed, stopped]);
  if (signal.aborted) return;
  say(addresses(port, services, performance.now() - began));
  if (options.buildSite) site.refresh(say, onGroup).catch((error: Error) => say(error.message));
  await Promise.race([failed, stopped]);
}

async function urlsFor(parts: Part[]): Promise<Urls> {
  const pairs = parts.map(async ({ name }) => [name, await freeUrl()] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

async function startAll({ parts, onGroup }: PlatformOptions, cluster: Cluster, urls: Urls): Promise<Service[]> {
  const settings = await Promise.all(parts.map((part) => settingsOf(part, cluster, urls)));
  return parts.map((part, at) => {
    const service = startService(part, urls[part.name] ?? '', settings[at] ?? {});
    onGroup(service.pid);
    return service;
  });
}

async function settingsOf({ database, settings }: Part, cluster: Cluster, urls: Urls): Promise<Record<string, string>> {
  if (!database) return settings(urls);
  return { ...settings(urls), DATABASE_URL: await cluster.database(database) };
}

async function endAll(services: Service[]): Promise<void> {
  await Promise.all(services.map((service) => service[Symbol.asyncDispose]()));
}

/** Rejects when a service ends before it is told to. */
async function failure({ part, ended }: Service, signal: AbortSignal): Promise<void> {
  const said = await ended;
  if (!signal.aborted) throw new Error(`${part.name} has ended by itself. Its last words:\n${said}`);
}

function addresses(port: number, services: Service[], ms: number): string {
  const gateway = `http://127.0.0.1:${port}`;
  const rows = [
    ['The course', `${gateway}/`],
    ...services.flatMap(({ part }) => Object.entries(part.shown).map(([name, path]) => [name, gateway + path])),
    ...services.map(({ part, url }) => [`${part.name}, directly`, url]),
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length)) + 2;
  const lines = rows.map(([name = '', url]) => `  ${name.padEnd(width)}${url}`);
  return `\nReady after ${(ms / 1_000).toFixed(1)} s.\n\n${lines.join('\n')}\n\nCtrl-C stops all of it.\n`;
}
