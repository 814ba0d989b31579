import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import { asSecret, otherKey, unsigned } from '../03-oauth2/signer.ts';
import { type Context, resident } from './acting.ts';
import { type Different, ecKeys, jwkOf } from './signer.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.1');
const demands = ['doubles'] as const;
const needs = ['read.both'];

const LEEWAY_SECONDS = 5;
/** What the clock of another process may be behind. */
const MACHINE_MS = 200;

/** A profile, asked for by the person whose it is, with a token that differs. */
async function readWith(context: Context, different: Different) {
  const { scene, path } = await resident(context);
  const token = await context.signer.token(scene.person.id, different);
  return context.api.get(path, { headers: { authorization: `Bearer ${token}` } });
}

check(
  'auth.none',
  'without a token, or with another scheme than Bearer, the answer is 401',
  { clause: 'E, RFC 6750 §3', needs, demands: [...demands] },
  async (context) => {
    const { path } = await resident(context);
    expect(await context.api.get(path)).toBeProblem(401);
    expect(await context.api.get(path, { headers: { authorization: 'Basic c2Vla2E6c2Vla2E=' } })).toBeProblem(401);
    expect(await context.api.get(path, { headers: { authorization: 'Bearer nonsense' } })).toBeProblem(401);
  },
);

check(
  'auth.algorithms',
  'a valid token opens the profile, signed by ES256 or by RS256, and whether its audience is a text or a list',
  { clause: 'D, E, RFC 7519 §4.1.3', needs, demands: [...demands] },
  async (context) => {
    const { signer } = context;
    expect(await readWith(context, { alg: 'RS256' })).toHaveStatus(200);
    expect(await readWith(context, { claims: { aud: ['https://other.test', signer.audience] } })).toHaveStatus(200);
    expect(await readWith(context, { claims: { client_id: undefined, iat: undefined, jti: undefined } })).toHaveStatus(
      200,
    );
  },
);

check(
  'auth.signature',
  'a token that another key has signed is answered with 401, and so is a good one with the signature of another',
  { clause: 'D, RFC 7515 §5.2', needs: ['auth.algorithms'], demands: [...demands] },
  async (context) => {
    expect(await readWith(context, { key: otherKey() })).toBeProblem(401);
    const [mine, other] = [await resident(context), await resident(context)];
    for (const { holder, path } of [mine, other]) expect(await holder.get(path)).toHaveStatus(200);
    const [header, , signature] = mine.holder.authorization.split('.');
    const [, claims] = other.holder.authorization.split('.');
    const mixed = { headers: { authorization: [header, claims, signature].join('.') } };
    expect(await context.api.get(other.path, mixed)).toBeProblem(401);
  },
);

check(
  'auth.claims',
  'a token of another issuer, for another audience, of another type or none, or without a subject is answered with 401',
  { clause: 'D, RFC 9068 §4', needs: ['auth.algorithms'], demands: [...demands] },
  async (context) => {
    const { issuer, audience } = context.signer;
    for (const different of [
      { claims: { iss: 'http://evil.test' } },
      { claims: { iss: `${issuer}.evil` } },
      { claims: { iss: undefined } },
      { claims: { aud: 'https://other.test' } },
      { claims: { aud: `${audience}.evil` } },
      { claims: { aud: undefined } },
      { header: { typ: 'JWT' } },
      { header: { typ: undefined } },
      { claims: { sub: undefined } },
    ]) {
      expect(await readWith(context, different)).toBeProblem(401);
    }
  },
);

check(
  'auth.time',
  'a token is good until 5 s after its end, and never without one, or with one that is a text',
  { clause: 'D, RFC 7519 §4.1.4', needs: ['auth.algorithms'], demands: [...demands] },
  async (context) => {
    const ended = (seconds: number) => ({ claims: { exp: Math.floor(Date.now() / 1_000) - seconds } });
    expect(await readWith(context, ended(2))).toHaveStatus(200);
    expect(await readWith(context, ended(9))).toBeProblem(401);
    const inAnHour = String(Math.floor(Date.now() / 1_000) + 3_600);
    for (const exp of [undefined, inAnHour]) expect(await readWith(context, { claims: { exp } })).toBeProblem(401);
  },
);

check(
  'auth.ended',
  'a token that was good is refused when it has ended',
  { clause: 'D, RFC 7519 §4.1.4', needs: ['auth.time'], demands: [...demands], waits: true },
  async (context) => {
    const { scene, path } = await resident(context);
    const exp = Math.floor(Date.now() / 1_000) - 3;
    const token = await context.signer.token(scene.person.id, { claims: { exp } });
    const read = () => context.api.get(path, { headers: { authorization: `Bearer ${token}` } });
    await read();
    await pause((exp + LEEWAY_SECONDS) * 1_000 + MACHINE_MS - Date.now());
    expect(await read()).toBeProblem(401);
  },
);

check(
  'auth.scope',
  'a token without the scope profile is answered with 403; scopes are whole words',
  { clause: 'E, RFC 6750 §3.1', needs: ['auth.algorithms'], demands: [...demands] },
  async (context) => {
    for (const scope of ['films', 'profiles', 'my-profile', 'Profile', '', undefined]) {
      expect(await readWith(context, { claims: { scope } })).toBeProblem(403);
    }
    expect(await readWith(context, { claims: { scope: 'films profile' } })).toHaveStatus(200);
  },
);

check(
  'auth.none-alg',
  'a token without a signature, or signed by HS256 with the public key, is answered with 401',
  { clause: 'D, RFC 8725 §2.1, §3.1', needs: ['auth.signature'], demands: [...demands] },
  async (context) => {
    const { path, holder: who } = await resident(context);
    const bare = unsigned(who.authorization.slice('Bearer '.length));
    expect(await context.api.get(path, { headers: { authorization: `Bearer ${bare}` } })).toBeProblem(401);
    const key = asSecret(context.signer.publicKey);
    const header = { kid: 'key-of-ES256' };
    expect(await readWith(context, { alg: 'HS256', key, header })).toBeProblem(401);
  },
);

check(
  'auth.other-alg',
  'a token is signed with the algorithm of its key: RS512 with the key for RS256 is answered with 401',
  { clause: 'E, RFC 8725 §3.1', needs: ['auth.algorithms'], demands: [...demands] },
  async (context) => {
    expect(await readWith(context, { alg: 'RS512', header: { kid: 'key-of-RS256' } })).toBeProblem(401);
  },
);

check(
  'auth.brought-key',
  'a key that the token brings along is not believed, and not fetched',
  { clause: 'D, RFC 8725 §3.10', needs: ['auth.signature'], demands: [...demands] },
  async (context) => {
    const { keySets } = context;
    const { privateKey: key, publicKey } = await ecKeys('P-256');
    const jku = keySets.url(`brought-${context.random.text(8)}`);
    const jwk = jwkOf(publicKey, 'ES256');
    for (const header of [{ jwk }, { jwk: { ...jwk, kid: 'brought' }, kid: 'brought' }, { jku }]) {
      expect(await readWith(context, { key, header })).toBeProblem(401);
    }
    expect(keySets.calls(new URL(jku).pathname.split('/')[1] ?? '')).toEqual([]);
  },
);
