import { checkpoint, expect } from '../../src/check.ts';
import { decided, decision, refused } from './decisions.ts';
import { tell } from './forms.ts';
import { guests, restarted } from './lifecycle.ts';
import { otherKey, partsOf } from './signer.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.6');

check(
  'authorize.allows',
  'what a row of SCOPE_TABLE lets pass is answered with allow, principal and scopes',
  { clause: 'D', needs: ['jwks.public'] },
  async ({ api, signer }) => {
    const token = await signer.token('ana', { claims: { scope: 'profile films' } });
    const { scopes, ...rest } = await decision(api, token, 'GET', '/persons/ana');
    expect(rest).toEqual({ allow: true, principal: 'ana' });
    expect([...((scopes ?? []) as string[])].sort()).toEqual(['films', 'profile']);
    expect(await decision(api, token, 'PATCH', '/persons/ana')).toMatchObject({ allow: true });
    expect(await decision(api, token, 'GET', '/')).toMatchObject({ allow: true });
    const turned = await signer.token('ana', { claims: { scope: 'films profile' } });
    expect(await decision(api, turned, 'GET', '/')).toMatchObject({ allow: true });
  },
);

/** Where more than our own rule stands behind a refusal. */
const clauses: Record<string, string> = {
  method: 'D, RFC 9110 §9.1',
  name: 'D, RFC 3986 §7.3',
  raw: 'D, RFC 3986 §7.3',
};

/** Wishes of `ana` that no row fits. */
function refusing(name: string, title: string, wishes: [method: string, path: string][], sub = 'ana'): void {
  check(
    `table.${name}`,
    `${title}: insufficient_scope`,
    { clause: clauses[name] ?? 'D', needs: ['authorize.allows'] },
    async ({ api, signer }) => {
      const token = await signer.token(sub);
      for (const [method, path] of wishes) expect(await decision(api, token, method, path)).toEqual(refused);
    },
  );
}

refusing('none', 'what no row fits is refused', [
  ['GET', '/films'],
  ['GET', '/persons'],
  ['GET', '/persons/ana/films'],
]);
refusing('others', '{sub} is the principal, and nobody else', [
  ['GET', '/persons/ben'],
  ['GET', '/persons/{sub}'],
  ['GET', '/persons/ANA'],
  ['GET', '/persons/anas'],
]);
refusing('method', 'a method must stand in the row as it is written', [
  ['DELETE', '/persons/ana'],
  ['get', '/persons/ana'],
  ['HEAD', '/persons/ana'],
  ['', '/persons/ana'],
]);
refusing('name', 'another {name} is one segment of letters, digits, - and _', [
  ['GET', '/operations/'],
  ['GET', '/operations/a.b'],
  ['GET', '/operations/%41'],
  ['GET', '/operations/a/b'],
  ['GET', '/operations/é'],
  ['GET', '/operations/a b'],
  ['GET', '/operations/a\n'],
  ['GET', '/operations/a\nb'],
]);
refusing('raw', 'nothing in a path is decoded or normalised', [
  ['GET', '/persons/ana/'],
  ['GET', '//persons/ana'],
  ['GET', '/persons//ana'],
  ['GET', '/persons/ben/../ana'],
  ['GET', '/persons/./ana'],
  ['GET', '/persons/%61na'],
  ['GET', '/persons%2Fana'],
  ['GET', '/persons/ana?x=1'],
  ['GET', '/persons/ana#x'],
  ['GET', 'persons/ana'],
  ['GET', ''],
]);

for (const [index, sub] of ['.*', '[^/]+', '$&', '{x}'].entries()) {
  const name = `pattern-${index + 1}`;
  refusing(name, `a sub such as ${sub} is a text, and no pattern`, [['GET', '/persons/ben']], sub);
}

check(
  'table.principal',
  '{sub} is the principal, whatever signs the principal has',
  { clause: 'D', needs: ['authorize.allows'] },
  async ({ api, signer }) => {
    const token = await signer.token('a.b@c');
    expect(await decision(api, token, 'GET', '/persons/a.b@c')).toMatchObject({ allow: true, principal: 'a.b@c' });
  },
);

check(
  'table.anew',
  'what one principal may says nothing of another',
  { clause: 'D', needs: ['authorize.allows', 'table.others'] },
  async ({ api, signer }) => {
    const [ana, ben] = [await signer.token('ana'), await signer.token('ben')];
    expect(await decision(api, ben, 'GET', '/persons/ana')).toEqual(refused);
    expect(await decision(api, ana, 'GET', '/persons/ana')).toMatchObject({ allow: true });
    expect(await decision(api, ben, 'GET', '/persons/ana')).toEqual(refused);
  },
);

check(
  'table.literal',
  'all else in a row is literal, a dot too',
  { clause: 'D, RFC 3986 §6.2.1', needs: ['authorize.allows'] },
  async ({ api, signer }) => {
    const token = await signer.token('ana', { claims: { scope: 'films' } });
    expect(await decision(api, token, 'GET', '/v1.0/a-1/films/B_2')).toMatchObject({ allow: true, principal: 'ana' });
    for (const path of ['/v1x0/a/films/b', '/v1.0/a/FILMS/b'])
      expect(await decision(api, token, 'GET', path)).toEqual(refused);
  },
);

check(
  'table.rows',
  'of several rows that fit, one whose scope the token has is enough',
  { clause: 'D', needs: ['authorize.allows'] },
  async ({ api, signer }) => {
    for (const scope of ['films', 'profile']) {
      const token = await signer.token('ana', { claims: { scope } });
      expect(await decision(api, token, 'GET', '/rows/1')).toMatchObject({ allow: true, principal: 'ana' });
    }
  },
);

check(
  'authorize.scope',
  'a row lets pass who has its scope, as a whole word',
  { clause: 'D, RFC 6749 §3.3', needs: ['authorize.allows'] },
  async ({ api, signer }) => {
    for (const scope of ['film', 'films2', 'profile', '', undefined]) {
      const token = await signer.token('ana', { claims: { scope } });
      expect(await decision(api, token, 'GET', '/v1.0/a/films/b')).toEqual(refused);
    }
    expect(await decision(api, await signer.token('ana'), 'PUT', '/written/a')).toEqual(refused);
  },
);

check(
  'authorize.invalid',
  'a token that is not valid is answered with invalid_token, whatever is wished',
  { clause: 'D, RFC 9068 §4', needs: ['authorize.allows'] },
  async ({ api, signer }) => {
    const past = { exp: Math.floor(Date.now() / 1_000) - 60 };
    const others = [{ aud: 'other' }, { iss: 'http://evil.test' }, past].map((claims) => ({ claims }));
    const different = [{ key: otherKey() }, { header: { typ: 'JWT' } }, ...others];
    const forged = ['', 'x', ...(await Promise.all(different.map((one) => signer.token('ana', one))))];
    for (const token of forged) {
      for (const path of ['/persons/ana', '/films']) {
        expect(await decision(api, token, 'GET', path)).toEqual({ allow: false, reason: 'invalid_token' });
      }
    }
  },
);

check(
  'authorize.revoked',
  'a revoked token is answered with invalid_token',
  { clause: 'D, RFC 7009 §2.1', needs: ['authorize.invalid', 'revoke.access'] },
  async ({ api, signer }) => {
    const token = await signer.token('rea');
    expect(await decision(api, token, 'GET', '/persons/rea')).toMatchObject({ allow: true });
    await tell(api, '/revoke', { token });
    expect(await decision(api, token, 'GET', '/persons/rea')).toEqual({ allow: false, reason: 'invalid_token' });
  },
);

check(
  'table.setting',
  'the table is that of SCOPE_TABLE, and no other',
  { clause: 'D, A15', needs: ['authorize.allows', 'jwks.kept', 'claims.scope'], demands: ['doubles', 'lifecycle'] },
  async (context) => {
    const { tokens } = await guests(context);
    const token = String(tokens.access_token);
    const sub = String(partsOf(token).claims.sub);
    const { authorized } = await restarted(context);
    expect(authorized.map(decided)).toEqual([
      { allow: true, principal: sub, scopes: ['profile'] },
      { allow: false, reason: 'insufficient_scope' },
    ]);
  },
);
