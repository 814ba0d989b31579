import { randomUUID } from 'node:crypto';
import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, shown, times } from '../01-address/reading.ts';
import { expectChallenge, expectRefused, holder, me, renew, tell, tokensOf } from './forms.ts';
import { otherKey } from './signer.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.5');
const demands = ['doubles'] as const;

check(
  'revoke.access',
  'a revoked access token is dead at once, also one whose exp has just passed',
  { clause: 'D, RFC 7009 §2.1', needs: ['me.shows', 'me.none'], demands: [...demands] },
  async (context) => {
    const { api, signer } = context;
    const { person, token } = await holder(context);
    const late = await signer.token(person.id, { claims: { exp: Math.floor(Date.now() / 1_000) - 1 } });
    for (const one of [late, token]) expect(await tell(api, '/revoke', { token: one })).toHaveStatus(200);
    for (const one of [late, token]) expectChallenge(await me(api, one), 401, 'invalid_token');
  },
);

check(
  'revoke.refresh',
  'a revoked refresh token takes its family along: nothing of that log-on renews any more',
  { clause: 'D, RFC 7009 §2.1', needs: ['refresh.renews', 'refresh.once'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { refresh_token: first = '' } = await tokensOf(context);
    expect(await tell(api, '/revoke', { token: first, token_type_hint: 'access_token' })).toHaveStatus(200);
    expectRefused(await renew(api, first), 'invalid_grant');
    const { refresh_token: used = '' } = await tokensOf(context);
    const { refresh_token: next } = shown(await renew(api, used)) as Record<string, string>;
    await tell(api, '/revoke', { token: String(next) });
    expectRefused(await renew(api, next), 'invalid_grant');
  },
);

check(
  'revoke.unknown',
  '/revoke answers 200 for unknown, forged and dead tokens too',
  { clause: 'D, RFC 7009 §2.2', needs: ['revoke.access'], demands: [...demands] },
  async (context) => {
    const { person, token } = await holder(context);
    const forged = await context.signer.token(person.id, { key: otherKey() });
    await tell(context.api, '/revoke', { token });
    for (const dead of ['nonsense', 'a.b.c', forged, token]) {
      expect(await tell(context.api, '/revoke', { token: dead })).toHaveStatus(200);
    }
  },
);

check(
  'revoke.forged',
  'a forged token revokes nothing',
  { clause: 'D, RFC 8725 §3.3, RFC 7009 §2.1', needs: ['revoke.access', 'valid.key'], demands: [...demands] },
  async (context) => {
    const { api, signer } = context;
    const { person } = await holder(context);
    const claims = { jti: randomUUID() };
    const token = await signer.token(person.id, { claims });
    await tell(api, '/revoke', { token: await signer.token(person.id, { claims, key: otherKey() }) });
    expect(await me(api, token)).toHaveStatus(200);
  },
);

check(
  'revoke.one',
  'revoking one access token leaves the others alone, of the same person and without a jti',
  { clause: 'D', needs: ['revoke.access'], demands: [...demands] },
  async (context) => {
    const { person, token } = await holder(context);
    await tell(context.api, '/revoke', { token: await context.signer.token(person.id) });
    expect(await me(context.api, token)).toHaveStatus(200);
    const claims = { jti: undefined };
    const [one, other] = [
      await context.signer.token('one', { claims }),
      await context.signer.token(person.id, { claims }),
    ];
    await tell(context.api, '/revoke', { token: one });
    expect(await me(context.api, other)).toHaveStatus(200);
  },
);

check(
  'revoke.missing',
  '/revoke without a token, or with two, is refused with 400 invalid_request',
  { clause: 'D, RFC 7009 §2.1', needs: ['revoke.access'], demands: [...demands] },
  async ({ api }) => {
    for (const fields of ['colour=red', 'token=x&token=x']) {
      expectRefused(await tell(api, '/revoke', fields), 'invalid_request');
    }
  },
);

check(
  'revoke.race',
  'racing revocations of one token are all answered with 200, and it is dead',
  { clause: 'D, RFC 7009 §2.2', needs: ['revoke.access'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { token } = await holder(context);
    const answers = await Promise.all(times(8, () => tell(api, '/revoke', { token })));
    expect(countStatuses(answers)).toEqual({ 200: 8 });
    expect(await me(api, token)).toBeProblem(401);
  },
);
