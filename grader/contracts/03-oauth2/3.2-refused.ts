import { checkpoint, expect } from '../../src/check.ts';
import type { Fault } from '../../src/doubles/faults.ts';
import { leaks } from '../01-address/leaks.ts';
import { Browser, type Context, callback, failing, type LogOn, logOn, sentOut } from './browser.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.2');
const demands = ['doubles'] as const;
const needs = ['callback.good'];

/** The answer to a callback that tells of an error. */
async function refusedBy(context: Context, error: string) {
  const browser = new Browser(context.api);
  const sent = await sentOut(context, browser);
  const state = sent.get('state') ?? '';
  return browser.get(callback({ error, error_description: 'No.', state }));
}

check(
  'profile.denied',
  'a user who refuses (error=access_denied) is answered with 403',
  { clause: 'D, RFC 6749 §4.1.2.1', needs, demands: [...demands] },
  async (context) => expect(await refusedBy(context, 'access_denied')).toBeProblem(403),
);

check(
  'provider.error',
  'any other error of the provider is answered with 502',
  { clause: 'D, RFC 6749 §4.1.2.1', needs, demands: [...demands] },
  async (context) => {
    for (const error of [
      'server_error',
      'temporarily_unavailable',
      'invalid_scope',
      'access_denied_by_policy',
      'consent_required',
      'login_required',
      'strange',
    ]) {
      expect(await refusedBy(context, error)).toBeProblem(502);
    }
  },
);

/** A profile with which nobody is let in, and Person is not asked. */
async function turnedAway(context: Context, profile: (email: string) => unknown): Promise<void> {
  const email = context.make.email();
  expect((await logOn(context, { email, profile: profile(email) })).answer).toBeProblem(403);
  expect({ 'requests to Person': context.persons.calls(email).length }).toEqual({ 'requests to Person': 0 });
}

check(
  'profile.unverified',
  'whose email_verified is not true is refused with 403, and Person is not asked',
  { clause: 'D, OpenID Connect Core §5.1', needs, demands: [...demands] },
  async (context) => {
    for (const verified of [false, undefined, null, 'false', 1, 'yes', {}, [true]]) {
      await turnedAway(context, (email) => ({ email, email_verified: verified, given_name: 'Ana' }));
    }
  },
);

check(
  'profile.no-email',
  'who has no e-mail address at the provider is refused with 403',
  { clause: 'D', needs, demands: [...demands] },
  async (context) => turnedAway(context, () => ({ email_verified: true, given_name: 'Ana' })),
);

const both = (fault: Fault): LogOn[] => [{ token: fault }, { userinfo: fault }];

for (const [name, title, faults, statuses] of [
  [
    'status',
    'when the provider answers the code or the token with anything but 200: 502',
    [500, 503, 400, 401, 201, 204].map((status): Fault => ({ kind: 'status', status })),
    [502],
  ],
  ['cut', 'when the provider cuts the connection: 502', [{ kind: 'cut' }], [502]],
  ['nonsense', 'when the provider answers with what is no JSON: 502', [{ kind: 'body', text: '<p>Hello</p>' }], [502]],
  [
    'redirect',
    'when the provider redirects, it is not followed: 502',
    [
      { kind: 'redirect', location: '/token' },
      { kind: 'redirect', location: '/userinfo' },
    ],
    [502],
  ],
  ['slow', 'when the provider does not answer within 2 s: 504', [{ kind: 'hang' }], [504]],
  [
    'slow-body',
    'the time limit covers the body of the provider’s answer too: 504',
    [{ kind: 'slow body', ms: 6_000 }],
    [504],
  ],
] as [string, string, Fault[], number[]][]) {
  check(`provider.${name}`, title, { clause: 'D, A18', needs, demands: [...demands] }, async (context) => {
    const ways = faults.flatMap(both);
    await Promise.all(ways.map((how) => failing(context, how, ...statuses)));
  });
}

check(
  'provider.once',
  'a code goes out once, though the provider is slow, fails or redirects, and no redirect of userinfo is followed',
  { clause: 'D, RFC 6749 §4.1.2', needs: ['callback.exchange'], demands: [...demands] },
  async (context) => {
    const faults: Fault[] = [
      { kind: 'status', status: 503 },
      { kind: 'cut' },
      { kind: 'hang' },
      { kind: 'redirect', location: '/token?again=1' },
    ];
    const all = faults.map(async (token) => {
      const { code } = await logOn(context, { token });
      expect({ 'requests with this code': context.provider.exchanges(code).length }).toEqual({
        'requests with this code': 1,
      });
    });
    await Promise.all(all);
    const { code } = await logOn(context, { userinfo: { kind: 'redirect', location: '/userinfo?again=1' } });
    expect({ 'requests for userinfo': context.provider.profiles(code).length }).toEqual({ 'requests for userinfo': 1 });
  },
);

check(
  'provider.no-token',
  'a token answer without an access token, or of another shape, is answered with 502, and the service lives on',
  { clause: 'D, RFC 6749 §5.1', needs: ['provider.nonsense'], demands: [...demands] },
  async (context) => {
    for (const text of [
      '{}',
      'null',
      '[]',
      '"token"',
      '{"access_token":null}',
      '{"access_token":7}',
      '{"error":"x"}',
    ]) {
      await failing(context, { token: { kind: 'body', text } }, 502);
    }
    expect((await logOn(context)).answer).toHaveStatus(200);
  },
);

check(
  'provider.plain',
  'what is answered when the provider fails shows no stack, no SQL and no path of a file',
  { clause: 'A3', needs: ['provider.cut', 'provider.nonsense'], hints: 'problem', demands: [...demands] },
  async (context) => {
    for (const fault of [
      { kind: 'cut' },
      { kind: 'body', text: '<p>Hello</p>' },
      { kind: 'body', text: '{}' },
    ] as const) {
      for (const how of both(fault)) expect((await logOn(context, how)).answer.text).not.toMatch(leaks);
    }
  },
);

check(
  'provider.patient',
  'an answer of the provider that comes after 0.8 s is used, be it one or both',
  { clause: 'A18', needs: ['provider.slow'], demands: [...demands] },
  async (context) => {
    const slow: Fault = { kind: 'delay', ms: 800 };
    const late = [...both(slow), { token: slow, userinfo: slow }].map((how) => logOn(context, how));
    for (const { answer } of await Promise.all(late)) expect(answer).toHaveStatus(200);
  },
);
