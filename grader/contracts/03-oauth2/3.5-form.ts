import { checkpoint, expect } from '../../src/check.ts';
import { logOn } from './browser.ts';
import { basic, expectNoStore, expectRefused, renew, tell, tokensOf } from './forms.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.5');
const demands = ['doubles'] as const;
// In order of file name this comes first, so it asks for what is proven at 3.3.
const needs = ['token.answer'];

for (const [name, title, fields, error] of [
  [
    'unknown',
    'an unknown refresh token is refused with invalid_grant',
    { grant_type: 'refresh_token', refresh_token: 'nonsense' },
    'invalid_grant',
  ],
  [
    'grant',
    'another grant_type is refused with unsupported_grant_type',
    { grant_type: 'password', refresh_token: 'x' },
    'unsupported_grant_type',
  ],
  ['no-grant', 'a missing grant_type is refused with invalid_request', { refresh_token: 'x' }, 'invalid_request'],
  [
    'no-token',
    'a missing refresh_token is refused with invalid_request',
    { grant_type: 'refresh_token' },
    'invalid_request',
  ],
] as [string, string, Record<string, string>, string][]) {
  check(
    `form.${name}`,
    `${title}, and no-store`,
    { clause: 'D, RFC 6749 §5.2', needs, demands: [...demands] },
    async ({ api }) => {
      const answer = await tell(api, '/token', fields);
      expectRefused(answer, error);
      expectNoStore(answer);
    },
  );
}

check(
  'form.fields',
  'a field given twice is refused with 400, and fields that nobody knows are ignored',
  { clause: 'D, RFC 6749 §3.2', needs, demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { refresh_token: token = '' } = await tokensOf(context);
    const fields = `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`;
    for (const twice of ['refresh_token=x', 'grant_type=refresh_token', 'scope=profile&scope=profile']) {
      expectRefused(await tell(api, '/token', `${fields}&${twice}`), 'invalid_request');
    }
    expect(await tell(api, '/token', `colour=red&colour=blue&${fields}`)).toHaveStatus(200);
  },
);

check(
  'form.type',
  '/token, /revoke and /introspect take forms alone: another media type is refused with 400 or 415, and over 100 kB with 400 or 413',
  { clause: 'D, RFC 6749 §6, RFC 7009 §2.1, RFC 7662 §2.1', needs, demands: [...demands] },
  async (context) => {
    const { refresh_token: token = '' } = (await logOn(context)).answer.body as Record<string, string>;
    const body = { grant_type: 'refresh_token', refresh_token: token, token };
    for (const path of ['/token', '/revoke', '/introspect']) {
      expect(await context.api.post(path, body, { headers: basic() })).toHaveStatus(400, 415);
      const form = new URLSearchParams(body).toString();
      expect(await context.api.post(path, form, { type: 'text/plain', headers: basic() })).toHaveStatus(400, 415);
      expect(await tell(context.api, path, { token: 'x'.repeat(150_000) }, basic())).toHaveStatus(400, 413);
    }
    expect(await renew(context.api, token)).toHaveStatus(200);
  },
);
