import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Cluster, openCluster } from '@seeka/postgres';
import { SignJWT } from 'jose';
import { type Figure, inTurns, median, timed } from './figure.ts';
import { type Request, type Server, startServer } from './server.ts';

const WARM = 200;
const READS = 500;
const ROUNDS = 5;
const ISSUER = 'http://127.0.0.1:8080';
const AUDIENCE = 'seeka';

const course = join(import.meta.dirname, '..', '..');
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A composite read through the gateway, beside what it cannot be faster than: its slower call, and the gateway. */
export async function benchGateway(): Promise<Figure[]> {
  const missing = ['02-person', '03-oauth2', '04-profile'].filter(
    (lab) => !existsSync(join(course, 'solutions', lab, 'src', 'server.ts')),
  );
  if (missing.length > 0) process.stderr.write(`gateway is left out: there is no ${missing.join(', ')} yet\n`);
  if (missing.length > 0) return [];
  await using opened = new AsyncDisposableStack();
  const { front, person, address } = await startSeeka(opened);
  const id = await livingPerson(person, address);
  const headers = { authorization: `Bearer ${await tokenOf(id)}` };
  const composite = { method: 'GET', path: `/profiles/${id}`, headers } as const;
  const who = { method: 'GET', path: `/persons/${id}`, headers } as const;
  const home = { method: 'GET', path: `/persons/${id}/address` } as const;
  const [whole = 0, slower = 0, alone = 0, through = 0, direct = 0] = await inTurns(ROUNDS, [
    () => p50(() => answered(front, composite)),
    // As the composite asks: both at once, and the slower one decides.
    () => p50(() => Promise.all([answered(person, home), answered(person, who)])),
    () => p50(() => answered(person, home)),
    () => p50(() => answered(front, who)),
    () => p50(() => answered(person, who)),
  ]);
  const own = through - direct;
  return [
    {
      ...{ name: 'GET /profiles/{id}, p50', measured: whole, unit: 'ms' },
      beside: { name: 'slower of its two calls + gateway', value: alone + own },
      goal: { at: 'most', value: 1.3, of: 'ratio' },
    },
    {
      ...{ name: 'slower call, beside the other, p50', measured: slower, unit: 'ms' },
      beside: { name: 'alone', value: alone },
      goal: undefined,
    },
    { name: 'what the gateway adds, p50', measured: own, unit: 'ms', beside: undefined, goal: undefined },
  ];
}

/** All that takes part, each a process of its own, with a database of its own. */
async function startSeeka(opened: AsyncDisposableStack) {
  const cluster = opened.use(await openCluster());
  const run = async (folder: string, settings: Record<string, string>) => {
    const DATABASE_URL = folder.startsWith('solutions') ? await freshDatabase(cluster, opened) : '';
    return opened.use(await startServer('src/server.ts', join(course, folder), { ...settings, DATABASE_URL }));
  };
  const plain = await run('services/address-verification', {});
  const address = await run('solutions/01-address', { ADDRESS_VERIFICATION_URL: plain.origin });
  const person = await run('solutions/02-person', { ADDRESS_URL: address.origin });
  const log = await run('solutions/03-oauth2', logOn(person.origin));
  const neighbours = { ADDRESS_URL: address.origin, PERSON_URL: person.origin };
  const judge = { JWKS_URL: `${log.origin}/.well-known/jwks.json`, TOKEN_ISSUER: ISSUER, TOKEN_AUDIENCE: AUDIENCE };
  const profile = await run('solutions/04-profile', { ...neighbours, ...judge });
  const urls = { OAUTH2_URL: log.origin, PROFILE_URL: profile.origin, ADDRESS_VERIFICATION_URL: plain.origin };
  return { front: await run('services/gateway', { ...neighbours, ...urls }), person, address };
}

async function freshDatabase(cluster: Cluster, opened: AsyncDisposableStack): Promise<string> {
  return opened.use(await cluster.fresh()).url;
}

/** The provider is never asked: the bench signs its token itself. */
function logOn(person: string): Record<string, string> {
  const nobody = 'http://127.0.0.1:1';
  return {
    ...{ PERSON_URL: person, PUBLIC_URL: ISSUER, TOKEN_AUDIENCE: AUDIENCE, CLIENTS: 'bench:bench' },
    ...{ OAUTH2_AUTHORIZATION_URL: nobody, OAUTH2_TOKEN_URL: nobody, OAUTH2_USERINFO_URL: nobody },
    ...{ OAUTH2_CLIENT_ID: 'bench', OAUTH2_CLIENT_SECRET: 'bench' },
    SCOPE_TABLE: JSON.stringify(
      ['/profiles/{personId}', '/persons/{sub}'].map((path) => ({ path, methods: ['GET'], scope: 'profile' })),
    ),
    SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A person who lives somewhere; the id. */
async function livingPerson(person: Server, address: Server): Promise<string> {
  const place = { line1: '120 W 12th St', city: 'New York', region: 'NY', postalCode: '10011' };
  const who = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' };
  const home = await made(address, '/addresses', place);
  const id = await made(person, '/persons', who);
  await person.ask({ method: 'PUT', path: `/persons/${id}/address`, body: { href: `/addresses/${home}` } });
  return id;
}

async function made(server: Server, path: string, body: object): Promise<string> {
  const answer = await server.ask({ method: 'POST', path, body });
  if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}`);
  return (answer.body as { id: string }).id;
}

/** As RFC 9068 has it. */
function tokenOf(sub: string): Promise<string> {
  return new SignJWT({ scope: 'profile', client_id: 'seeka' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('15m')
    .sign(privateKey);
}

/** Half of the warm requests, one after the other, are faster than that; milliseconds. */
async function p50(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = -WARM; count < READS; count += 1) {
    const took = await timed(ask);
    if (count >= 0) times.push(took);
  }
  return median(times);
}

async function answered(server: Server, request: Request): Promise<void> {
  const { status } = await server.ask(request);
  if (status !== 200) throw new Error(`${request.path} answered ${status}`);
}
