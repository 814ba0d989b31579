import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Ground } from './ground.ts';
import { Tap } from './tap.ts';

/** How an instance is reached, and how it reaches its database and neighbours. */
export interface Doors {
  /** PORT. */
  port: number;
  /** The port of DATABASE_URL, and what is behind it. */
  databasePort: number;
  database: Tap;
  /** What is behind the ports that a sandbox has for its neighbours. */
  taps: Map<number, Tap>;
}

type Parts = Pick<Ground, 'sandbox' | 'cluster' | 'world' | 'resources'>;

/** In a sandbox each neighbour has the port that it has outside. */
export async function openDoors({ sandbox, cluster, world, resources }: Parts): Promise<Doors> {
  const database = { host: cluster.host, port: cluster.port };
  if (sandbox === 'none') {
    const tap = resources.use(new Tap(database));
    return { port: await freePort(), databasePort: await tap.listen(), database: tap, taps: new Map() };
  }
  const taps = new Map(world.ports.map((port) => [port, resources.use(new Tap({ host: '127.0.0.1', port }))]));
  const port = unused(8080, world.ports);
  const databasePort = unused(5432, world.ports);
  const tap = resources.use(new Tap(database));
  return { port, databasePort, database: tap, taps: taps.set(databasePort, tap) };
}

function unused(port: number, used: number[]): number {
  return used.includes(port) ? unused(port + 1, used) : port;
}

/** One that the system has just given out, so that it will not give it out again soon. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
