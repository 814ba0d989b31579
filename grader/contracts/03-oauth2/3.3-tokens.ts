import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { compactVerify } from 'jose';
import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';
import { type Context, logOn } from './browser.ts';
import { expectNoStore, tokensOf } from './forms.ts';
import { guests, restarted } from './lifecycle.ts';
import { partsOf } from './signer.ts';
import { audience, type OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.3');
const demands = ['doubles'] as const;
const needs = ['token.answer'];

check(
  'token.answer',
  'a log-on is answered with access_token, token_type Bearer, expires_in and scope, and Cache-Control: no-store',
  { clause: 'D, RFC 6749 §5.1', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { answer } = await logOn(context);
    const { access_token: token, token_type: type, expires_in: lifetime, scope } = shown(answer);
    expect([String(type).toLowerCase(), lifetime, scope]).toEqual(['bearer', 5_400, 'profile']);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expectNoStore(answer);
  },
);

async function issued(context: Context, email?: string) {
  const { access_token: token = '' } = await tokensOf(context, email === undefined ? {} : { email });
  return { token, ...partsOf(token) };
}

/** The keys that the service shows. */
async function shownKeys({ api }: Context): Promise<(JsonWebKey & { kid?: string })[]> {
  return keysIn(await api.get('/.well-known/jwks.json'));
}

check(
  'token.type',
  'the access token is a JWT of typ at+jwt, with an asymmetric alg and a kid of the JWKS',
  { clause: 'D, RFC 9068 §2.1', needs, demands: [...demands] },
  async (context) => {
    const { header } = await issued(context);
    expect(header).toMatchObject({ typ: expect.stringMatching(/^(application\/)?at\+jwt$/i), alg: 'ES256' });
    expect((await shownKeys(context)).map(({ kid }) => kid)).toContain(header.kid);
  },
);

check(
  'token.signed',
  'the access token is signed by the key of its kid in the JWKS, which is that of SIGNING_KEY',
  { clause: 'D, RFC 7515 §5.2', needs: ['token.type'], demands: [...demands] },
  async (context) => {
    const { token, header } = await issued(context);
    const jwk = (await shownKeys(context)).find(({ kid }) => kid === header.kid) ?? {};
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect(key.equals(context.signer.publicKey)).toBe(true);
    await expect(compactVerify(token, key)).resolves.toBeDefined();
  },
);

for (const [name, title, wanted] of [
  ['issuer', 'iss is PUBLIC_URL', ({ settings }) => ({ iss: settings.PUBLIC_URL })],
  ['audience', 'aud is TOKEN_AUDIENCE', () => ({ aud: audience })],
  ['client', 'client_id is seeka', () => ({ client_id: 'seeka' })],
  ['scope', 'scope is profile', () => ({ scope: 'profile' })],
] as [string, string, (context: Context) => Record<string, unknown>][]) {
  check(
    `claims.${name}`,
    `of an access token ${title}`,
    { clause: 'D, RFC 9068 §2.2', needs, demands: [...demands] },
    async (context) => {
      const { claims } = await issued(context);
      expect(claims).toMatchObject(wanted(context));
    },
  );
}

check(
  'claims.subject',
  'of an access token sub is the id of the person at Person, the first where it shows several',
  { clause: 'D, RFC 9068 §2.2', needs, demands: [...demands] },
  async (context) => {
    const known = context.make.email();
    context.persons.keep(known);
    for (const email of [known, context.make.email()]) {
      const { claims } = await issued(context, email);
      expect(claims.sub).toBe(context.persons.known(email)?.id);
    }
    const [first, second] = [context.make.email(), context.make.email()].map((email) => context.persons.keep(email));
    const text = `{"data":[${first?.text},${second?.text}],"links":[]}`;
    context.persons.fault(String(first?.email), 'find', { kind: 'body', text });
    expect((await issued(context, first?.email)).claims.sub).toBe(first?.id);
  },
);

check(
  'claims.times',
  'of an access token iat is now, and exp so many seconds later as TOKEN_TTL_SECONDS says',
  { clause: 'D, RFC 9068 §2.2', needs, demands: [...demands] },
  async (context) => {
    const { claims } = await issued(context);
    expect(Math.abs(Number(claims.iat) - Date.now() / 1_000)).toBeLessThan(60);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(5_400);
  },
);

check(
  'claims.fresh',
  'each access token has a jti of its own',
  { clause: 'D, RFC 9068 §2.2', needs, demands: [...demands] },
  async (context) => {
    const email = context.make.email();
    const [one, other] = [await issued(context, email), await issued(context, email)];
    expect([typeof one.claims.jti, typeof other.claims.jti]).toEqual(['string', 'string']);
    expect(one.claims.jti).not.toBe(other.claims.jti);
  },
);

check(
  'jwks.public',
  'the JWKS shows public members only',
  { clause: 'D, RFC 7517 §9.2', needs: ['token.type'] },
  async (context) => {
    const keys = await shownKeys(context);
    expect(keys.length).toBeGreaterThan(0);
    expect(secretsOf(keys)).toEqual([]);
  },
);

/** The members of these keys that only their owner may know. */
function secretsOf(keys: JsonWebKey[]): string[] {
  const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
  return keys.flatMap((key) => Object.keys(key)).filter((member) => secret.includes(member));
}

function keysIn(jwks: Answer): JsonWebKey[] {
  const { keys } = shown(jwks);
  return Array.isArray(keys) ? keys : [];
}

check(
  'jwks.kept',
  'without SIGNING_KEY the key is made once, shows public members only, and is the same after kill -9 and a restart',
  { clause: 'D, A16', needs: ['token.signed', 'health.back'], demands: ['doubles', 'lifecycle'] },
  async (context) => {
    const { before, jwks } = await restarted(context);
    const { kid } = partsOf(before.tokens.access_token).header;
    const signing = (keys: JsonWebKey[]) => keys.find((key) => key.kid === kid) ?? 'none';
    const keys = keysIn(jwks);
    expect(signing(keys)).toEqual(signing(keysIn(before.jwks)));
    expect(secretsOf(keys)).toEqual([]);
    const own = keys.map((key) => createPublicKey({ key, format: 'jwk' }).equals(context.signer.publicKey));
    // Further keys are nobody's affair, as long as this is none of them.
    expect([own.length > 0, own.includes(true)]).toEqual([true, false]);
  },
);

check(
  'token.lifetime',
  'without TOKEN_TTL_SECONDS an access token lives for 900 seconds',
  { clause: 'D', needs: ['claims.times', 'health.back'], demands: ['doubles', 'lifecycle'] },
  async (context) => {
    const { tokens } = await guests(context);
    expect(tokens.expires_in).toBe(900);
  },
);
