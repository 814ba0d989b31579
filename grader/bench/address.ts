import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import pg from 'pg';
import { openWorld } from '../contracts/01-address/world.ts';
import { randomFor } from '../src/random.ts';
import { type Figure, inTurns, timed } from './figure.ts';
import { type Server, startServer } from './server.ts';

const READS = 4_000;
const WRITES = 1_000;
const SIDE_BY_SIDE = 16;
const ROUNDS = 5;

const course = join(import.meta.dirname, '..', '..');
const peers = join(import.meta.dirname, 'peers');
const table = `create table bench (id text primary key, line1 text, line2 text, city text, region text, postal_code text,
  country text default 'US', created_at timestamptz default now(), updated_at timestamptz default now())`;

interface Subject {
  name: string;
  server: Server;
  /** A path that reads one stored address. */
  read: string;
}

/** The reference Address beside bare node:http + pg and bare Express + knex, on one database cluster. */
export async function benchAddress(): Promise<Figure[]> {
  await using opened = new AsyncDisposableStack();
  const cluster = opened.use(await openCluster());
  const world = opened.use(await openWorld({ seed: 1, remote: false }));
  const { make } = world.contextFor({ id: 'bench', random: randomFor(1, 'bench') }) as { make: { address(): object } };
  const subjects: Subject[] = [];
  for (const [name, file, cwd] of [
    ['reference', 'src/server.ts', join(course, 'solutions', '01-address')],
    ['node:http + pg', join(peers, 'node-pg.ts'), peers],
    ['Express + knex', join(peers, 'express-knex.ts'), peers],
  ] as const) {
    const database = opened.use(await cluster.fresh());
    await prepare(database.url);
    const server = opened.use(await startServer(file, cwd, { DATABASE_URL: database.url, ...world.settings }));
    subjects.push({ name, server, read: await createdPath(server, make.address()) });
  }
  const reads = await inTurns(
    ROUNDS,
    subjects.map(
      ({ server, read }) =>
        () =>
          readRate(server, read),
    ),
  );
  const writes = await inTurns(
    ROUNDS,
    subjects.map(
      ({ server }) =>
        () =>
          writeRate(server, make),
    ),
  );
  return [...compare('GET by id', subjects, reads, 0.75), ...compare('POST', subjects, writes)];
}

async function prepare(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(table);
  await client.end();
}

async function createdPath(server: Server, address: object): Promise<string> {
  const { status, body } = await server.ask({ method: 'POST', path: '/addresses', body: address });
  if (status !== 201) throw new Error(`POST /addresses answered ${status}`);
  return `/addresses/${(body as { id: string }).id}`;
}

function readRate(server: Server, path: string): Promise<number> {
  return rate(READS, () => server.ask({ method: 'GET', path }));
}

function writeRate(server: Server, make: { address(): object }): Promise<number> {
  return rate(WRITES, () => server.ask({ method: 'POST', path: '/addresses', body: make.address() }));
}

/** Requests a second, some side by side. */
async function rate(count: number, request: () => Promise<unknown>): Promise<number> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await request();
  };
  const ms = await timed(() => Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker)));
  return (count / ms) * 1_000;
}

function compare(what: string, subjects: Subject[], rates: number[], least?: number): Figure[] {
  const [measured = 0, ...others] = rates;
  return others.map((value, index) => ({
    name: `reference Address: ${what}`,
    measured,
    unit: '1/s',
    beside: { name: `bare ${subjects[index + 1]?.name}`, value },
    goal: least && index === 1 ? { at: 'least', value: least, of: 'ratio' } : undefined,
  }));
}
