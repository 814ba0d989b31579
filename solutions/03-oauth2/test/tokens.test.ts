import { generateKeyPairSync } from 'node:crypto';
import { type Database, openDatabase } from '@seeka/kit/database';
import { type Cluster, type FreshDatabase, openCluster } from '@seeka/postgres';
import { keyring } from '../src/keys.ts';
import { RefreshTokens } from '../src/refresh-tokens.ts';
import { Revocations } from '../src/revocations.ts';
import type { Settings } from '../src/settings.ts';
import { AccessTokens } from '../src/tokens.ts';

let cluster: Cluster;
let fresh: FreshDatabase;
let database: Database;
let tokens: AccessTokens;
beforeAll(async () => {
  cluster = await openCluster();
  fresh = await cluster.fresh();
  database = openDatabase(fresh.url, new URL('../migrations/', import.meta.url));
  await database.ready();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const settings = { PUBLIC_URL: 'http://seeka.test', TOKEN_AUDIENCE: 'seeka', TOKEN_TTL_SECONDS: 60 } as Settings;
  tokens = new AccessTokens(keyring(privateKey, database.knex), settings, new Revocations(database.knex));
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await fresh[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
});

/** Order of the group of P-256 (FIPS 186-5). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same signature as (r, n − s), which is as good as (r, s). */
function respelt(token: string): string {
  const [head, body, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex');
  return [head, body, Buffer.concat([bytes.subarray(0, 32), other]).toString('base64url')].join('.');
}

test('a revoked token stays dead, however its signature is spelt', async () => {
  const { access_token: token } = await tokens.issue('ana', 'profile');
  expect(await tokens.verify(token)).toMatchObject({ sub: 'ana' });
  expect(await tokens.verify(respelt(token))).toMatchObject({ sub: 'ana' });
  await tokens.revoke(token);
  expect(await tokens.verify(token)).toBeUndefined();
  expect(await tokens.verify(respelt(token))).toBeUndefined();
});

test('without a setting all instances sign with the key that came first', async () => {
  const [one, other] = await Promise.all([keyring(null, database.knex)(), keyring(null, database.knex)()]);
  expect(one.jwk).toEqual(other.jwk);
  expect(Object.keys(one.jwk)).not.toContain('d');
});

test('of 20 racing uses of a refresh token at most one succeeds, and the family is dead', async () => {
  const refreshTokens = new RefreshTokens(database.knex);
  const token = await refreshTokens.begin('ana', 'profile');
  const uses = await Promise.all(Array.from({ length: 20 }, () => refreshTokens.use(token, undefined)));
  const winners = uses.flatMap((use) => (use.outcome === 'refreshed' ? [use.token] : []));
  expect(winners).toHaveLength(1);
  expect(await refreshTokens.use(winners[0] ?? '', undefined)).toEqual({ outcome: 'invalid_grant' });
});
