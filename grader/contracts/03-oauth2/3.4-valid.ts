import { createPublicKey } from 'node:crypto';
import { checkpoint, expect } from '../../src/check.ts';
import type { Context } from './browser.ts';
import { expectChallenge, holder, me } from './forms.ts';
import { asSecret, type Different, otherKey, unsigned } from './signer.ts';
import { audience, type OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.4');
const demands = ['doubles'] as const;
const needs = ['me.shows', 'me.none'];

type Forge = (context: Context, sub: string, token: string) => Promise<string> | string;

const now = () => Math.floor(Date.now() / 1_000);
const differing =
  (different: Different): Forge =>
  ({ signer }, sub) =>
    signer.token(sub, different);

/** Signed by another key, which the header brings along. */
const bringsItsKey: Forge = ({ signer }, sub) => {
  const key = otherKey();
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  return signer.token(sub, { key, header: { jwk, kid: 'mine' } });
};

/** Each is the positive of `me.shows` with one thing changed. */
const forgeries: [name: string, title: string, clause: string, Forge[]][] = [
  [
    'none',
    'a token that is not signed (alg: none) is refused',
    'RFC 9068 §4, RFC 8725 §3.2',
    [(_, _sub, token) => unsigned(token)],
  ],
  [
    'secret',
    'a token signed by HS256 with the public key is refused',
    'RFC 8725 §2.1, RFC 8725 §3.1',
    [({ signer }, sub) => signer.token(sub, { alg: 'HS256', key: asSecret(signer.publicKey) })],
  ],
  [
    'key',
    'a token signed by another key is refused',
    'RFC 9068 §4',
    [({ signer }, sub) => signer.token(sub, { key: otherKey() })],
  ],
  ['brought', 'a token that brings its own key is refused', 'RFC 9068 §4, RFC 7515 §10.3', [bringsItsKey]],
  [
    'type',
    'a token of another typ, or of none, is refused',
    'RFC 9068 §4, RFC 8725 §3.11',
    [undefined, 'JWT', 'refresh'].map((typ) => differing({ header: { typ } })),
  ],
  [
    'issuer',
    'a token of another iss is refused',
    'RFC 9068 §4, RFC 8725 §3.8',
    [
      differing({ claims: { iss: 'http://evil.test' } }),
      differing({ claims: { iss: undefined } }),
      ({ signer }, sub) => signer.token(sub, { claims: { iss: `${signer.issuer}.evil` } }),
    ],
  ],
  [
    'audience',
    'a token for another aud is refused',
    'RFC 9068 §4, RFC 8725 §3.9',
    [
      differing({ claims: { aud: `${audience}.evil` } }),
      differing({ claims: { aud: ['other'] } }),
      differing({ claims: { aud: undefined } }),
    ],
  ],
  ['endless', 'a token without exp is refused', 'RFC 9068 §2.2', [differing({ claims: { exp: undefined } })]],
  [
    'expired',
    'a token whose exp is long past is refused',
    'RFC 9068 §4, RFC 7519 §4.1.4',
    [({ signer }, sub) => signer.token(sub, { claims: { exp: now() - 9 } })],
  ],
  [
    'garbage',
    'what is no token is refused',
    'RFC 6750 §3.1',
    [() => 'nonsense', () => 'a.b.c', (_, _sub, token) => `${token.slice(0, -8)}AAAAAAAA`],
  ],
];

for (const [name, title, clause, forges] of forgeries) {
  check(
    `valid.${name}`,
    `${title}, with 401 and invalid_token`,
    { clause: `D, ${clause}`, needs, demands: [...demands] },
    async (context) => {
      for (const forge of forges) {
        const { person, token } = await holder(context);
        expectChallenge(await me(context.api, await forge(context, person.id, token)), 401, 'invalid_token');
      }
    },
  );
}

check(
  'valid.fetched',
  'where a token says that its key can be fetched, nothing is fetched',
  { clause: 'D, RFC 8725 §3.10', needs: ['valid.brought'], demands: [...demands] },
  async (context) => {
    const { api, make, persons, signer, settings } = context;
    for (const key of [undefined, otherKey()]) {
      const { person } = await holder(context);
      const email = make.email();
      const place = `${settings.PERSON_URL}/persons?${new URLSearchParams({ email })}`;
      await me(api, await signer.token(person.id, { ...(key && { key }), header: { jku: place, x5u: place } }));
      expect({ 'fetched from there': persons.calls(email).length }).toEqual({ 'fetched from there': 0 });
    }
  },
);

check(
  'valid.subject',
  'a token without a sub is refused, with 401 and invalid_token',
  { clause: 'D, RFC 9068 §2.2', needs, demands: [...demands] },
  async ({ api, signer }) => {
    expectChallenge(await me(api, await signer.token('', { claims: { sub: undefined } })), 401, 'invalid_token');
  },
);

for (const [name, title, claims, header] of [
  ['leeway', 'a token whose exp is 2 s past is good: clocks differ', () => ({ exp: now() - 2 }), {}],
  ['audiences', 'a token with our aud among others is good', () => ({ aud: ['other', audience] }), {}],
  [
    'bare',
    'a token with no other claims than those that are judged is good',
    () => ({ jti: undefined, client_id: undefined, iat: undefined }),
    {},
  ],
  ['client', 'a token of another client_id is good', () => ({ client_id: 'other' }), {}],
  ['kid', 'a token with an unknown kid, signed by our key, is good', () => ({}), { kid: 'unknown' }],
] as [string, string, () => Record<string, unknown>, Record<string, unknown>][]) {
  check(
    `valid.${name}`,
    title,
    { clause: 'D, RFC 7519 §4.1', needs: ['me.shows'], demands: [...demands] },
    async (context) => {
      const { person } = await holder(context);
      const token = await context.signer.token(person.id, { claims: claims(), header });
      expect(await me(context.api, token)).toHaveStatus(200);
    },
  );
}
