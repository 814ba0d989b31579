import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { Gradebook } from '../../../src/class/gradebook.ts';
import { Queue } from '../../../src/class/queue.ts';
import { course, knownLabs } from '../../../src/cli/labs.ts';
import { listenOnce } from '../../../src/cli/neighbours.ts';
import { openPortal, type PortalOptions } from '../../../src/portal/portal.ts';
import type { PortalSettings } from '../../../src/portal/settings.ts';
import { startProvider } from './provider.ts';

/** A portal with its database, its identity provider and its files. */
export interface Scene extends AsyncDisposable {
  /** Where it is found, such as http://127.0.0.1:40123. */
  url: string;
  databaseUrl: string;
  gradebook: Gradebook;
  queue: Queue;
  /** Paths of the files that it reads. */
  roster: string;
  courseFile: string;
  /** What it has logged. */
  lines: string[];
}

/** The demonstration provider's people, and Eve, whom it does not know. */
export const ROSTER = `id,name,email,group,role
ana,Ana Ruiz,ana@example.org,,
ben,Ben Okafor,BEN@example.org,,
eve,Eve Lund,eve@example.org,,
chi,Chi Nguyen,chi@example.org,,instructor
dora,Dora Lind,dora@example.org,,
`;

export const COURSE = `course: Microservices
term: Spring 2027
timeZone: Europe/Berlin
labs:
  01-address: { due: 2127-02-12 23:59, weight: 50 }
  02-person: { opens: 2126-02-12 23:59, due: 2127-03-12 23:59, weight: 50 }
late: { graceDays: 2, perDay: 10, closesAfterDays: 7 }
attempts: { tokens: 2, backAfterHours: 12, counts: best }
`;

export interface SceneOptions extends Partial<Pick<PortalOptions, 'limits' | 'now'>> {
  roster?: string;
  courseFile?: string;
  /** Changes the settings. */
  settings?: (usual: PortalSettings) => PortalSettings;
}

/** Empties the gradebook and the queue. */
export async function forgetAttempts({ gradebook: { knex } }: Scene): Promise<void> {
  await knex('pgboss.job').delete();
  await knex('batches').delete();
}

/** Opens everything; nobody grades unless a test does. */
export async function openScene({
  roster = ROSTER,
  courseFile = COURSE,
  settings = (usual) => usual,
  ...how
}: SceneOptions = {}): Promise<Scene> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'seeka-portal-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const files = { roster: join(folder, 'roster.csv'), course: join(folder, 'course.yaml'), labs: knownLabs() };
  await writeFile(files.roster, roster);
  await writeFile(files.course, courseFile);
  const cluster = opened.use(await openCluster());
  const { url: databaseUrl } = opened.use(await cluster.fresh());
  const port = (await listenOnce(0)) ?? 0;
  const url = `http://127.0.0.1:${port}`;
  const provider = opened.use(await startProvider(url));
  const lines: string[] = [];
  const chosen = settings({ url, proxies: 0, logOn: provider.logOn });
  const where = { course, files, databaseUrl, settings: () => chosen, host: '127.0.0.1', port };
  opened.use(await openPortal({ ...where, ...how, log: (line) => lines.push(line) }));
  const gradebook = opened.use(await Gradebook.open(databaseUrl));
  const queue = opened.use(await Queue.open(databaseUrl));
  const all = opened.move();
  const kept = { url, databaseUrl, gradebook, queue, roster: files.roster, courseFile: files.course, lines };
  return { ...kept, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
