import { checkpoint, expect } from '../../src/check.ts';
import { shown, times } from '../01-address/reading.ts';
import { expectChallenge, expectNoStore, expectRefused, me, renew, tokensOf } from './forms.ts';
import { partsOf } from './signer.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.5');
const demands = ['doubles'] as const;
const needs = ['refresh.renews'];

check(
  'refresh.given',
  'a log-on gives a refresh token too: opaque, at least 22 characters, another each time',
  { clause: 'D, RFC 6749 §10.10', needs: ['token.answer'], demands: [...demands] },
  async (context) => {
    const [one, other] = [await tokensOf(context), await tokensOf(context)];
    expect([one.refresh_token, other.refresh_token].map((token) => String(token ?? '').length >= 22)).toEqual([
      true,
      true,
    ]);
    expect(one.refresh_token).not.toBe(other.refresh_token);
  },
);

check(
  'refresh.renews',
  'a refresh token gives a token answer, no-store, with a new access token and another refresh token',
  { clause: 'D, RFC 6749 §6', needs: ['refresh.given'], demands: [...demands] },
  async (context) => {
    const tokens = await tokensOf(context);
    const answer = await renew(context.api, tokens.refresh_token);
    expect(answer).toHaveStatus(200);
    const renewed = shown(answer);
    expect(renewed).toMatchObject({ expires_in: 5_400, scope: 'profile' });
    expectNoStore(answer);
    expect([renewed.access_token, renewed.refresh_token]).not.toContain(undefined);
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
    expect(renewed.access_token).not.toBe(tokens.access_token);
  },
);

check(
  'refresh.whole',
  'a refresh token that differs in its last signs alone, or goes on, is refused with invalid_grant',
  { clause: 'D, RFC 6749 §10.10', needs, demands: [...demands] },
  async (context) => {
    const { refresh_token: token = '' } = await tokensOf(context);
    for (const other of [`${token.slice(0, -6)}AAAAAA`, `${token}x`]) {
      expectRefused(await renew(context.api, other), 'invalid_grant');
    }
  },
);

check(
  'refresh.subject',
  'the new access token is for the same person, and opens /me; the new refresh token renews again',
  { clause: 'D, RFC 6749 §6', needs: [...needs, 'me.own'], demands: [...demands] },
  async (context) => {
    const { api, make } = context;
    const email = make.email();
    const first = await tokensOf(context, { email });
    const second = shown(await renew(api, first.refresh_token)) as Record<string, string>;
    expect(partsOf(second.access_token).claims.sub).toBe(partsOf(first.access_token).claims.sub);
    expect((await me(api, second.access_token)).body).toMatchObject({ email });
    expect(await renew(api, second.refresh_token)).toHaveStatus(200);
  },
);

check(
  'refresh.claims',
  'the new access token has iss, aud, sub, client_id and scope of the first one, lives as long, and has a jti of its own',
  { clause: 'D, RFC 9068 §2.2', needs: ['refresh.subject', 'claims.times', 'claims.fresh'], demands: [...demands] },
  async (context) => {
    const tokens = await tokensOf(context);
    const first = partsOf(tokens.access_token).claims;
    const { claims } = partsOf(shown(await renew(context.api, tokens.refresh_token)).access_token);
    const { iss, aud, sub, client_id, scope } = first;
    expect(claims).toMatchObject({ iss, aud, sub, client_id, scope });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(5_400);
    expect(claims.jti).not.toBe(first.jti);
  },
);

check(
  'refresh.once',
  'a refresh token is good once: the second time 400 invalid_grant',
  { clause: 'D, RFC 9700 §4.14.2', needs, demands: [...demands] },
  async (context) => {
    const { refresh_token: token } = await tokensOf(context);
    await renew(context.api, token);
    expectRefused(await renew(context.api, token), 'invalid_grant');
  },
);

check(
  'family.dead',
  'who uses an old refresh token kills all of that log-on',
  { clause: 'D, RFC 9700 §4.14.2', needs: ['refresh.once', 'refresh.subject'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { refresh_token: first } = await tokensOf(context);
    const { refresh_token: second } = shown(await renew(api, first)) as Record<string, string>;
    const { refresh_token: third } = shown(await renew(api, second)) as Record<string, string>;
    await renew(api, first);
    expectRefused(await renew(api, third), 'invalid_grant');
  },
);

check(
  'family.others',
  'other log-ons of the same person live on',
  { clause: 'D', needs: ['family.dead'], demands: [...demands] },
  async (context) => {
    const { api, make } = context;
    const email = make.email();
    const [one, other] = [await tokensOf(context, { email }), await tokensOf(context, { email })];
    await renew(api, one.refresh_token);
    await renew(api, one.refresh_token);
    expect(await renew(api, other.refresh_token)).toHaveStatus(200);
  },
);

check(
  'family.race',
  'of 12 racing uses of a refresh token at most one gets 200, and then too all of that log-on is dead',
  { clause: 'D, RFC 9700 §4.14.2', needs: ['family.dead'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { refresh_token: token } = await tokensOf(context);
    const answers = await Promise.all(times(12, () => renew(api, token)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners.length).toBeLessThan(2);
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 400)).toEqual([]);
    for (const winner of winners) {
      expectRefused(await renew(api, (shown(winner) as Record<string, string>).refresh_token), 'invalid_grant');
    }
  },
);

check(
  'refresh.scope',
  'the same scope may be asked for, and a wider one is refused with invalid_scope',
  { clause: 'D, RFC 6749 §6', needs, demands: [...demands] },
  async (context) => {
    const { refresh_token: token } = await tokensOf(context);
    expectRefused(await renew(context.api, token, { scope: 'profile films' }), 'invalid_scope');
    const { refresh_token: other } = await tokensOf(context);
    expect(shown(await renew(context.api, other, { scope: 'profile' })).scope).toBe('profile');
  },
);

check(
  'refresh.no-access',
  'a refresh token opens nothing',
  { clause: 'D, RFC 6749 §1.5', needs: ['refresh.given', 'valid.garbage'], demands: [...demands] },
  async (context) => {
    const { refresh_token: token } = await tokensOf(context);
    expectChallenge(await me(context.api, token), 401, 'invalid_token');
  },
);
