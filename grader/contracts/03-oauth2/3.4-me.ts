import { checkpoint, expect } from '../../src/check.ts';
import type { Fault } from '../../src/doubles/faults.ts';
import { methodsIn } from '../01-address/reading.ts';
import { PATIENCE_MS, sinceLast } from './browser.ts';
import { expectChallenge, expectOptions, holder, me, tokensOf } from './forms.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.4');
const demands = ['doubles'] as const;
const needs = ['me.shows'];

check(
  'me.shows',
  '/me answers a valid token with the representation of Person, unchanged',
  { clause: 'D', needs: ['jwks.public'], demands: [...demands] },
  async (context) => {
    const { person, token } = await holder(context);
    const answer = await me(context.api, token);
    expect(answer).toHaveStatus(200);
    expect(answer.body).toEqual(JSON.parse(person.text));
  },
);

check(
  'me.own',
  'the token of a log-on opens /me, and shows who has logged on',
  { clause: 'D', needs: ['me.shows', 'token.answer', 'claims.subject'], demands: [...demands] },
  async (context) => {
    const email = context.make.email();
    const { access_token: token } = await tokensOf(context, { email });
    expect((await me(context.api, token)).body).toMatchObject({ email });
  },
);

check(
  'me.none',
  'without a token /me answers 401, with WWW-Authenticate: Bearer and no error',
  { clause: 'D, RFC 6750 §3.1', needs, demands: [...demands] },
  async ({ api }) => expectChallenge(await api.get('/me'), 401),
);

check(
  'me.scope',
  'a token without the scope profile is answered with 403 and insufficient_scope; scopes are whole words',
  { clause: 'D, RFC 6749 §3.3, RFC 6750 §3.1', needs, demands: [...demands] },
  async (context) => {
    const { person } = await holder(context);
    const { signer, api } = context;
    for (const scope of ['films', 'profiles', 'my-profile', 'Profile', '', undefined]) {
      expectChallenge(await me(api, await signer.token(person.id, { claims: { scope } })), 403, 'insufficient_scope');
    }
    expect(await me(api, await signer.token(person.id, { claims: { scope: 'films profile' } }))).toHaveStatus(200);
  },
);

check(
  'me.query',
  'a token in the query is not looked at',
  { clause: 'D, RFC 6750 §5.3, RFC 9700 §4.3.2', needs: ['me.none'], demands: [...demands] },
  async (context) => {
    const { token } = await holder(context);
    for (const name of ['access_token', 'token'])
      expect(await context.api.get(`/me?${name}=${token}`)).toBeProblem(401);
  },
);

check(
  'me.gone',
  'when the person is gone, /me answers 404, to HEAD too; a sub with slashes and dots leads to nobody else',
  { clause: 'D', needs, demands: [...demands] },
  async (context) => {
    const { email, token } = await holder(context);
    expect(await me(context.api, token)).toHaveStatus(200);
    context.persons.forget(email);
    expect(await me(context.api, token)).toBeProblem(404);
    expect(await context.api.head('/me', { headers: { authorization: `Bearer ${token}` } })).toHaveStatus(404);
    const { person } = await holder(context);
    const { status } = await me(context.api, await context.signer.token(`x/../${person.id}`));
    expect({ 'sub with dots': status }).not.toEqual({ 'sub with dots': 200 });
  },
);

check(
  'me.unavailable',
  'when Person is slow, headers and body, cuts the connection or answers anything else, /me answers 503',
  { clause: 'D, A18', needs, demands: [...demands] },
  async (context) => {
    const faults: Fault[] = [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 401 },
      { kind: 'cut' },
      { kind: 'hang' },
      { kind: 'slow body', ms: 6_000 },
    ];
    await Promise.all(
      faults.map(async (fault) => {
        const { email, token } = await holder(context);
        expect(await me(context.api, token)).toHaveStatus(200);
        context.persons.fault(email, 'show', fault);
        const answer = await me(context.api, token);
        expect(answer).toBeProblem(503);
        expect(sinceLast(context.persons.calls(email))).toBeLessThan(PATIENCE_MS);
      }),
    );
  },
);

check(
  'me.redirect',
  'when Person redirects, /me does not follow, and answers 503',
  { clause: 'D', needs, demands: [...demands] },
  async (context) => {
    const { email, person, token } = await holder(context);
    context.persons.fault(email, 'show', { kind: 'redirect', location: `/persons/${person.id}` });
    expect(await me(context.api, token)).toBeProblem(503);
    expect({ 'requests to Person': context.persons.calls(email).length }).toEqual({ 'requests to Person': 1 });
  },
);

check(
  'trace.me',
  'the traceparent of a GET of /me goes on to Person',
  { clause: 'A17, W3C Trace Context §4', needs: ['me.shows', 'trace.passed'], demands: [...demands] },
  async (context) => {
    const { email, token } = await holder(context);
    const id = '1bf7651916cd43dd8448eb211c80319c';
    const headers = { authorization: `Bearer ${token}`, traceparent: `00-${id}-00f067aa0ba902b7-01` };
    await context.api.get('/me', { headers });
    expect(context.persons.calls(email).map((call) => call.headers.traceparent?.slice(3, 35))).toEqual([id]);
  },
);

check(
  'method.me',
  'HEAD of /me is answered as GET is, without a body, other methods with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9', needs, demands: [...demands] },
  async (context) => {
    const { token } = await holder(context);
    const head = await context.api.head('/me', { headers: { authorization: `Bearer ${token}` } });
    expect(head).toHaveStatus(200);
    expect(head.text).toBe('');
    expect(await context.api.head('/me')).toHaveStatus(401);
    const refused = await context.api.delete('/me', { headers: { authorization: `Bearer ${token}` } });
    expect(refused).toBeProblem(405);
    expect(methodsIn(refused.headers.allow)).toContain('GET');
    await expectOptions(context.api, '/me', 'GET');
  },
);
