import { checkpoint, expect } from '../../src/check.ts';
import { expectChallenge, holder, introspected, me, renew, tell, tokensOf } from './forms.ts';
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
  'a valid access token without a jti can be revoked, too',
  { clause: 'D, RFC 7009 §2.1', needs: ['revoke.access', 'valid.bare'], demands: [...demands] },
  async (context) => {
    const { api, signer } = context;
    const { person } = await holder(context);
    const token = await signer.token(person.id, { claims: { jti: undefined } });
    expect(await tell(api, '/revoke', { token })).toHaveStatus(200);
    expectChallenge(await me(api, token), 401, 'invalid_token');
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
