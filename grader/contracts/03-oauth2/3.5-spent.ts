import { checkpoint, expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';
import { expectChallenge, expectRefused, holder, introspected, me, renew, tell, tokensOf } from './forms.ts';
import { restarted } from './lifecycle.ts';
import { partsOf } from './signer.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.5');
const demands = ['doubles'] as const;

check(
  'revoke.others',
  'revoking a refresh token leaves the other log-ons of the same person alone',
  { clause: 'D, RFC 7009 §2.1', needs: ['revoke.refresh'], demands: [...demands] },
  async (context) => {
    const { api, make } = context;
    const email = make.email();
    const [one, other] = [await tokensOf(context, { email }), await tokensOf(context, { email })];
    expect(await tell(api, '/revoke', { token: String(one.refresh_token) })).toHaveStatus(200);
    expect(await renew(api, other.refresh_token)).toHaveStatus(200);
  },
);

check(
  'revoke.bare',
  'a valid access token can be revoked without a jti, and whatever token_type_hint says',
  { clause: 'D, RFC 7009 §2.1', needs: ['revoke.access', 'valid.bare'], demands: [...demands] },
  async (context) => {
    const { api, signer } = context;
    const { person, token: usual } = await holder(context);
    const token = await signer.token(person.id, { claims: { jti: undefined } });
    const revocations: [string, Record<string, string>][] = [
      [token, {}],
      [usual, { token_type_hint: 'refresh_token' }],
    ];
    for (const [it, hint] of revocations) {
      expect(await tell(api, '/revoke', { token: it, ...hint })).toHaveStatus(200);
      expectChallenge(await me(api, it), 401, 'invalid_token');
    }
  },
);

check(
  'refresh.neighbours',
  'who renews, revokes or introspects does not make the service ask Person',
  { clause: 'D', needs: ['refresh.subject', 'revoke.refresh', 'introspect.active'], demands: [...demands] },
  async (context) => {
    const { api, make, persons } = context;
    const email = make.email();
    const { access_token: token, refresh_token: refresh } = await tokensOf(context, { email });
    const before = persons.calls(email).length;
    await introspected(api, token);
    const { refresh_token: next } = shown(await renew(api, refresh));
    for (const it of [token, next]) await tell(api, '/revoke', { token: String(it) });
    expect({ 'requests to Person': persons.calls(email).length - before }).toEqual({ 'requests to Person': 0 });
  },
);

check(
  'introspect.spent',
  'of a refresh token that was used or revoked introspection tells {"active":false}, and nothing else',
  { clause: 'D, RFC 7662 §2.2', needs: ['introspect.dead', 'revoke.refresh'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const [used, revoked] = [await tokensOf(context), await tokensOf(context)];
    await renew(api, used.refresh_token);
    await tell(api, '/revoke', { token: String(revoked.refresh_token) });
    for (const { refresh_token: token } of [used, revoked]) {
      expect(await introspected(api, token)).toEqual({ active: false });
    }
  },
);

check(
  'refresh.restart',
  'after kill -9 and a restart a refresh token is good; a used one, one of a dead log-on and a revoked access token are not',
  {
    clause: 'D, A16',
    needs: ['family.dead', 'jwks.kept', 'revoke.access', 'me.own'],
    demands: ['doubles', 'lifecycle'],
  },
  async (context) => {
    const { before, renewed, refused, me: known, meRevoked } = await restarted(context);
    expect(before.dead).toEqual(expect.any(String));
    expect(renewed).toHaveStatus(200);
    expect(known).toHaveStatus(200);
    expect(meRevoked).toHaveStatus(401);
    for (const answer of refused) expectRefused(answer, 'invalid_grant');
  },
);

check(
  'jti.restart',
  'a token that is issued after a restart has a jti that none before it had',
  { clause: 'D, RFC 7519 §4.1.7', needs: ['refresh.restart'], hints: 'token', demands: ['doubles', 'lifecycle'] },
  async (context) => {
    const { before, renewed } = await restarted(context);
    const tokens = [before.tokens, before.revoked, shown(renewed)].map(({ access_token: token }) => String(token));
    expect(new Set(tokens.map((token) => partsOf(token).claims.jti)).size).toBe(3);
  },
);

check(
  'refresh.beside',
  'a later log-on of the same person leaves the refresh token of an earlier one as it is',
  { clause: 'D', needs: ['refresh.once', 'family.others'], demands: [...demands] },
  async (context) => {
    const email = context.make.email();
    const [earlier, later] = [await tokensOf(context, { email }), await tokensOf(context, { email })];
    for (const { refresh_token: token } of [earlier, later]) {
      expect(await renew(context.api, token)).toHaveStatus(200);
    }
  },
);
