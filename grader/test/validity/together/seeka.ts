import { type Cluster, openCluster } from '@seeka/postgres';
import type { Urls } from '../../../../services/platform/src/parts.ts';
import { freeUrl, startService } from '../../../../services/platform/src/service.ts';
import { type Cast, type Player, standingParts } from './casts.ts';
import { openKeySet } from './key-set.ts';
import { Switch } from './switch.ts';

/** The whole of Seeka, whose lab services take turns. */
export interface Seeka extends AsyncDisposable {
  /** Where clients find it, whoever stands behind. */
  readonly gateway: string;
  /** Puts these services behind the gateway, each the neighbour of the others. */
  play(cast: Cast): Promise<void>;
}

/** Starts every player once, as a plain process with a database of its own, and the rest of Seeka around them. */
export async function openSeeka(players: Player[]): Promise<Seeka> {
  await using opening = new AsyncDisposableStack();
  const cluster = opening.use(await openCluster());
  const switches = new Map<string, Switch>();
  for (const { part } of players) {
    if (!switches.has(part.name)) switches.set(part.name, opening.use(await Switch.open()));
  }
  const urls = await urlsOf(switches);
  const own = await startAll(players, { cluster, urls, opened: opening });
  const opened = opening.move();
  return {
    gateway: urls.gateway ?? '',
    play: async (cast) => {
      await Promise.all([...switches].map(([part, one]) => one.lead(own[`${part} ${cast[part]}`] ?? '')));
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Where each part is, for all others: those that take turns are behind their switches. */
async function urlsOf(switches: Map<string, Switch>): Promise<Urls> {
  const behind = [...switches].map(([name, { url }]) => [name, url]);
  const standing = standingParts.map(async ({ name }) => [name, await freeUrl()]);
  return Object.fromEntries([...behind, ...(await Promise.all(standing))]);
}

interface Stage {
  cluster: Cluster;
  urls: Urls;
  opened: AsyncDisposableStack;
}

/** Resolves with the own URL of each player when all answer. */
async function startAll(players: Player[], { cluster, urls, opened }: Stage): Promise<Record<string, string>> {
  const placed = await Promise.all(players.map(async (player) => ({ ...player, url: await freeUrl() })));
  const issuers = placed.filter(({ part }) => part.name === 'oauth2');
  const keySet = opened.use(await openKeySet(issuers.map(({ url }) => `${url}/.well-known/jwks.json`)));
  const standing = standingParts.map((part) => ({ part, folder: part.folder, url: urls[part.name] ?? '' }));
  const starting = [...placed, ...standing].map(async ({ part, folder, url }) => {
    const settings = part.settings(urls, Object.keys(urls));
    if (settings.JWKS_URL) settings.JWKS_URL = keySet.url;
    if (part.database) settings.DATABASE_URL = opened.use(await cluster.fresh()).url;
    const service = opened.use(startService({ ...part, folder }, url, { settings, onLine: () => undefined }));
    if (!(await service.ready())) throw new Error(`${folder} has ended. Its last words:\n${await service.ended}`);
  });
  // All of them: what starts late must be ended too.
  for (const result of await Promise.allSettled(starting)) if (result.status === 'rejected') throw result.reason;
  return Object.fromEntries(placed.map(({ part, name, url }) => [`${part.name} ${name}`, url]));
}
