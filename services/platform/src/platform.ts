import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Cluster, openCluster } from '@seeka/postgres';
import { missingFile } from './command.ts';
import type { Part, Urls } from './parts.ts';
import { assertFree } from './port.ts';
import { freeUrl, type Service, startService } from './service.ts';

export interface PlatformOptions {
  /** The repository's root. */
  course: string;
  parts: Part[];
  /** Where the gateway listens. */
  port: number;
  /** Ends it. */
  signal: AbortSignal;
  say(line: string): void;
  /** Told of each process group, so that somebody else can end it if this process is killed. */
  onGroup(pid: number): void;
}

/** Runs the whole course until the signal; rejects when a part ends by itself. Ends all it started. */
export async function runPlatform(options: PlatformOptions): Promise<void> {
  const { port, signal, say } = options;
  const began = performance.now();
  const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  await assertFree(port);
  await using opened = new AsyncDisposableStack();
  say('Starting the database and the services …');
  const parts = startable(options);
  const urls = await urlsFor(options);
  const cluster = opened.use(await openCluster());
  if (signal.aborted) return;
  const services = await startAll({ ...options, parts }, cluster, urls);
  opened.defer(() => endAll(services));
  const failed = Promise.race(services.map((service) => failure(service, signal)));
  const ready = Promise.all(services.map((service) => service.ready()));
  await Promise.race([ready.then((all) => (all.includes(false) ? failed : undefined)), failed, stopped]);
  if (signal.aborted) return;
  say(addresses(port, services, performance.now() - began));
  await Promise.race([failed, stopped]);
}

/** The parts that can be started; says which cannot, and why. */
function startable({ parts, course, say }: PlatformOptions): Part[] {
  return parts.filter((part) => {
    const missing = missingFile(part);
    if (missing) say(`${part.name} is left out: ${relative(course, part.folder)} has no ${missing}.`);
    return !missing;
  });
}

/** Of those left out too: their neighbours find nobody there. */
async function urlsFor({ parts, port }: PlatformOptions): Promise<Urls> {
  const pairs = parts.map(async ({ name }) => {
    return [name, name === 'gateway' ? `http://127.0.0.1:${port}` : await freeUrl()] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

async function startAll(options: PlatformOptions, cluster: Cluster, urls: Urls): Promise<Service[]> {
  const { parts, onGroup } = options;
  const running = parts.map(({ name }) => name);
  const settings = await Promise.all(
    parts.map(async (part) => ({ ...part.settings(urls, running), ...(await databaseOf(part, cluster)) })),
  );
  return parts.map((part, at) => {
    const onLine = logTo(options, part);
    const service = startService(part, urls[part.name] ?? '', { settings: settings[at] ?? {}, onLine });
    onGroup(service.pid);
    return service;
  });
}

async function databaseOf({ database }: Part, cluster: Cluster): Promise<Record<string, string>> {
  return database ? { DATABASE_URL: await cluster.database(database) } : {};
}

/** Keeps what a part prints since its start in a file; what the site says, everybody may want to know. */
function logTo({ course, say }: PlatformOptions, { name }: Part): (line: string) => void {
  const folder = join(course, '.seeka', 'logs');
  const file = join(folder, `${name}.log`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '');
  return (line) => {
    appendFileSync(file, `${line}\n`);
    if (name === 'site') say(line);
  };
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
  const site = services.some(({ part }) => part.name === 'site') ? [['The course', `${gateway}/`]] : [];
  const rows = [
    ...site,
    ...services.flatMap(({ part, url }) => (part.title ? [[part.title, `${url}/`]] : [])),
    ...services.flatMap(({ part }) => Object.entries(part.shown).map(([name, path]) => [name, gateway + path])),
    ...services.filter(isBehind).map(({ part, url }) => [`${part.name}, directly`, url]),
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length)) + 2;
  const lines = rows.map(([name = '', url]) => `  ${name.padEnd(width)}${url}`);
  return `\nReady after ${(ms / 1_000).toFixed(1)} s.\n\n${lines.join('\n')}\n\nWhat each of them prints is in .seeka/logs. Ctrl-C stops all of it.\n`;
}

function isBehind({ part }: Service): boolean {
  return part.name !== 'gateway' && part.name !== 'site' && !part.title;
}
