import { tokenInWords } from '../../src/report/token.ts';
import type { Exchange } from '../../src/types.ts';

const part = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64url');
const header = { alg: 'ES256', typ: 'at+jwt' };
const claims = {
  iss: 'http://127.0.0.1:3000',
  aud: ['seeka', 'other'],
  sub: 'ada',
  iat: 1_800_000_000,
  exp: 1_800_000_600,
};
const token = `${part(header)}.${part(claims)}.c2ln`;

function told(headers: Record<string, string>, body = ''): string | undefined {
  return tokenInWords({ method: 'GET', path: '/me', request: { headers, body }, at: 0, durationMs: 1 } as Exchange);
}

test('a token is told as its header and its claims, with the time that it is good for', () => {
  expect(told({ Authorization: `Bearer ${token}` })).toBe(
    'alg ES256, typ at+jwt, iss http://127.0.0.1:3000, aud ["seeka","other"], sub ada, iat 2027-01-15T08:00:00.000Z, exp 600 s after iat',
  );
});

test('a token in a body is told as well', () => {
  expect(told({}, JSON.stringify({ token, path: '/persons' }))).toContain('sub ada');
  expect(told({}, `token=${token}&token_type_hint=access_token`)).toContain('sub ada');
});

test('what has ended, has no iat, or bears no signature is told as that', () => {
  expect(told({ authorization: `Bearer ${part(header)}.${part({ iat: 20, exp: 11 })}.` })).toBe(
    'alg ES256, typ at+jwt, iat 1970-01-01T00:00:20.000Z, exp 9 s before iat, no signature',
  );
  expect(told({ authorization: `Bearer ${part(header)}.${part({ exp: 11 })}.c2ln` })).toContain(
    'exp 1970-01-01T00:00:11.000Z',
  );
});

test('what is no token is not told', () => {
  for (const authorization of ['Bearer nonsense', 'Basic c2Vla2E6c2Vla2E=', 'Bearer a.b.c', 'Bearer eyJh.eyJh.eyJh']) {
    expect(told({ authorization })).toBeUndefined();
  }
  expect(told({})).toBeUndefined();
});

test('what a service has put into its own token is harmless: it stays on one line, short, and nothing of it is a command', () => {
  const hostile = { sub: '\x1b[2J\n::error::\u202E', exp: 1e300, scope: 'x'.repeat(5_000), nested: { a: [1] } };
  const said = told({ authorization: `Bearer ${part(header)}.${part(hostile)}.c2ln` }) ?? '';
  expect(said).toMatch(/sub \\x1b\[2J\\n\S*, exp 1e\+300, scope x{79}…, nested \{"a":\[1\]\}$/);
  expect(said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
