import { checkpoint, expect } from '../../src/check.ts';
import { methodsIn, shown } from '../01-address/reading.ts';
import { basic, expectOptions, expectRefused, holder, introspected, tell, tokensOf } from './forms.ts';
import { otherKey, partsOf } from './signer.ts';
import { client, type OAuthContext, otherClient } from './world.ts';

const check = checkpoint<OAuthContext>('3.5');
const demands = ['doubles'] as const;

check(
  'introspect.active',
  'of a valid access token introspection tells active, scope, client_id, sub, aud, iss, exp, iat, jti and token_type',
  { clause: 'D, RFC 7662 §2.2', needs: ['token.answer', 'me.own'], demands: [...demands] },
  async (context) => {
    const { access_token: token } = await tokensOf(context);
    // A token may say more than the contract lists, and introspection need not tell that.
    const { scope, client_id, sub, aud, iss, exp, iat, jti } = partsOf(token).claims;
    const wanted = { active: true, scope, client_id, sub, aud, iss, exp, iat, jti };
    const told = await introspected(context.api, token);
    expect(told).toMatchObject({ ...wanted, token_type: expect.stringMatching(/^bearer$/i) });
  },
);

check(
  'introspect.leeway',
  'a token whose exp is 2 s past is told as active: clocks differ',
  { clause: 'D, RFC 7662 §2.2', needs: ['introspect.active', 'valid.leeway'], demands: [...demands] },
  async (context) => {
    const { person } = await holder(context);
    const claims = { exp: Math.floor(Date.now() / 1_000) - 2 };
    const told = await introspected(context.api, await context.signer.token(person.id, { claims }));
    expect(told).toMatchObject({ active: true, exp: claims.exp });
  },
);

check(
  'introspect.dead',
  'of a dead token introspection tells {"active":false}, and nothing else',
  { clause: 'D, RFC 7662 §2.2', needs: ['introspect.active'], demands: [...demands] },
  async (context) => {
    const { api, signer } = context;
    const past = { exp: Math.floor(Date.now() / 1_000) - 60 };
    const tokens = [
      await signer.token('p', { claims: past }),
      await signer.token('p', { key: otherKey() }),
      await signer.token('p', { claims: { aud: 'other' } }),
      await signer.token('p', { claims: { iss: 'http://evil.test' } }),
      await signer.token('p', { header: { typ: 'JWT' } }),
      'nonsense',
    ];
    for (const token of tokens) expect(await introspected(api, token)).toEqual({ active: false });
  },
);

check(
  'introspect.revoked',
  'of a revoked token introspection tells {"active":false}',
  { clause: 'D, RFC 7662 §2.2', needs: ['introspect.dead', 'revoke.access'], demands: [...demands] },
  async (context) => {
    const { token } = await holder(context);
    await tell(context.api, '/revoke', { token });
    expect(await introspected(context.api, token)).toEqual({ active: false });
  },
);

check(
  'introspect.client',
  'each client of CLIENTS may introspect by HTTP Basic with its own secret; others get 401, invalid_client, WWW-Authenticate: Basic',
  { clause: 'D, RFC 7662 §2.1, RFC 7662 §2.3, RFC 6749 §5.2', needs: ['introspect.active'], demands: [...demands] },
  async (context) => {
    const { token } = await holder(context);
    const other = otherClient(context);
    const strangers = [
      { ...client, secret: 'wrong' },
      { ...client, id: 'nobody' },
      { id: '', secret: '' },
      { id: client.id, secret: '' },
      { id: client.id, secret: client.secret.slice(0, -1) },
      { id: 'constructor', secret: 'x' },
      { id: client.id, secret: other.secret },
    ];
    const { authorization } = basic();
    const headers: Record<string, string>[] = [{}, { authorization: `Bearer ${token}` }, ...strangers.map(basic)];
    const fields = { token, client_id: client.id, client_secret: client.secret };
    for (const header of headers) {
      const answer = await tell(context.api, '/introspect', header.authorization ? { token } : fields, header);
      expect({ status: answer.status, error: shown(answer).error }).toEqual({ status: 401, error: 'invalid_client' });
      expect(answer.headers['www-authenticate']).toMatch(/^Basic\b/i);
    }
    const lower = authorization.replace('Basic', 'basic');
    for (const known of [{ authorization: lower }, basic(other)]) {
      expect(await tell(context.api, '/introspect', { token }, known)).toHaveStatus(200);
    }
  },
);

check(
  'introspect.missing',
  '/introspect without a token, or with two, is refused with 400 invalid_request',
  { clause: 'D, RFC 7662 §2.1, RFC 6749 §5.2', needs: ['introspect.active'], demands: [...demands] },
  async ({ api }) => {
    for (const fields of ['colour=red', 'token=x&token=x']) {
      expectRefused(await tell(api, '/introspect', fields, basic()), 'invalid_request');
    }
  },
);

check(
  'method.tokens',
  '/token, /revoke and /introspect answer other methods with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9', needs: ['refresh.renews', 'revoke.access', 'introspect.active'] },
  async ({ api }) => {
    for (const path of ['/token', '/revoke', '/introspect']) {
      const refused = await api.get(path);
      expect(refused).toBeProblem(405);
      expect(methodsIn(refused.headers.allow)).toContain('POST');
      await expectOptions(api, path, 'POST');
    }
  },
);
