import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { compactVerify } from 'jose';
import { checkpoint, expect } from '../../src/check.ts';
import { methodsIn, shown } from '../01-address/reading.ts';
import { type Context, logOn } from './browser.ts';
import { tokensOf } from './forms.ts';
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
    expect([String(type).toLowerCase(), lifetime, scope]).toEqual(['bearer', 840, 'profile']);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(answer.headers['cache-control']).toMatch(/\bno-store\b/);
  },
);

async function issued(context: Context, email?: string) {
  const { access_token: token = '' } = await tokensOf(context, email === undefined ? {} : { email });
  return { token, ...partsOf(token) };
}

/** The keys that the service shows. */
async function shownKeys({ api }: Context): Promise<(JsonWebKey & { kid?: string })[]> {
  const { keys } = shown(await api.get('/.well-known/jwks.json')) as { keys?: JsonWebKey[] };
  return Array.isArray(keys) ? keys : [];
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
  'of an access token sub is the id of the person at Person',
  { clause: 'D, RFC 9068 §2.2', needs, demands: [...demands] },
  async (context) => {
    const known = context.make.email();
    context.persons.keep(known);
    for (const email of [known, context.make.email()]) {
      const { claims } = await issued(context, email);
      expect(claims.sub).toBe(context.persons.known(email)?.id);
    }
  },
);

check(
  'claims.times',
  'of an access token iat is now, and exp so many seconds later as TOKEN_TTL_SECONDS says',
  { clause: 'D, RFC 9068 §2.2', needs, demands: [...demands] },
  async (context) => {
    const { claims } = await issued(context);
    expect(Math.abs(Number(claims.iat) - Date.now() / 1_000)).toBeLessThan(60);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(840);
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
    const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
    expect(keys.flatMap((key) => Object.keys(key)).filter((member) => secret.includes(member))).toEqual([]);
  },
);

check(
  'jwks.kept',
  'without SIGNING_KEY the key is made once, and is the same after kill -9 and a restart',
  { clause: 'D, A16', needs: ['token.signed', 'health.back'], demands: ['doubles', 'lifecycle'] },
  async (context) => {
    const { before, jwks } = await restarted(context);
    expect(shown(jwks)).toEqual(shown(before.jwks));
    const keys = (shown(jwks) as { keys?: JsonWebKey[] }).keys ?? [];
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

const places = {
  jwks_uri: '/.well-known/jwks.json',
  token_endpoint: '/token',
  revocation_endpoint: '/revoke',
  introspection_endpoint: '/introspect',
};

check(
  'metadata.endpoints',
  'the metadata name the issuer and where everything is, below PUBLIC_URL',
  { clause: 'D, RFC 8414 §2', needs, demands: [...demands] },
  async ({ api, settings }) => {
    const metadata = shown(
      await api.get('/.well-known/oauth-authorization-server', { headers: { host: 'evil.test' } }),
    );
    const wanted = Object.entries(places).map(([name, path]) => [name, settings.PUBLIC_URL + path]);
    expect(metadata).toMatchObject({ issuer: settings.PUBLIC_URL, ...Object.fromEntries(wanted) });
  },
);

check(
  'metadata.grants',
  'the metadata say that there is the grant refresh_token, and that clients need not authenticate',
  { clause: 'D, RFC 8414 §2', needs: ['metadata.endpoints'] },
  async ({ api }) => {
    const metadata = shown(await api.get('/.well-known/oauth-authorization-server'));
    expect(metadata.grant_types_supported).toEqual(['refresh_token']);
    expect(metadata.token_endpoint_auth_methods_supported).toEqual(['none']);
  },
);

check(
  'method.well-known',
  'below /.well-known HEAD is answered as GET is, and other methods with 405 and Allow',
  { clause: 'A9', needs: ['metadata.endpoints', 'jwks.public'] },
  async ({ api }) => {
    for (const path of ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server']) {
      const head = await api.head(path);
      expect(head).toHaveStatus(200);
      expect(head.text).toBe('');
      const refused = await api.delete(path);
      expect(refused).toBeProblem(405);
      expect(methodsIn(refused.headers.allow)).toContain('GET');
    }
  },
);
