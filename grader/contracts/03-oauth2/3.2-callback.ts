import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { times } from '../01-address/reading.ts';
import { Browser, type Context, callback, logOn, profileOf, sentOut } from './browser.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.2');
const demands = ['doubles'] as const;

check(
  'callback.good',
  'a log-on that went well is answered with 200',
  { clause: 'D', needs: ['login.state', 'login.challenge', 'cookie.tied'], demands: [...demands] },
  async (context) => expect((await logOn(context)).answer).toHaveStatus(200),
);

check(
  'callback.exchange',
  'the code goes out once, with verifier, redirect_uri and client secret',
  { clause: 'D, RFC 6749 §4.1.3, RFC 7636 §4.5, RFC 9700 §4.5.3.1', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { code, sent } = await logOn(context);
    const [exchange, ...more] = context.provider.exchanges(code);
    expect(more).toHaveLength(0);
    expect(exchange?.form).toMatchObject({ grant_type: 'authorization_code', redirect_uri: sent.get('redirect_uri') });
    // That verifier and secret are right the provider has found out itself: it has shown the profile.
    expect(context.provider.profiles(code)).toHaveLength(1);
  },
);

check(
  'callback.bearer',
  'userinfo gets the token in the header, and not in the URL',
  { clause: 'D, RFC 6750 §2.1, RFC 9700 §4.3.2', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { code } = await logOn(context);
    const [call] = context.provider.profiles(code);
    expect(call?.headers.authorization).toMatch(/^Bearer +\S+$/i);
    expect(Object.keys(call?.query ?? {})).not.toContain('access_token');
  },
);

/** Where a browser that sees the service at PUBLIC_URL ends up, whether Location is a path or a whole URL. */
function landing({ settings }: Context, { location = '' }: Answer): string | undefined {
  return URL.parse(location, `${settings.PUBLIC_URL}/login/callback`)?.href;
}

check(
  'callback.return',
  'with return_to the browser is sent there',
  { clause: 'D', needs: ['callback.good', 'return.path'], demands: [...demands] },
  async (context) => {
    const { answer } = await logOn(context, { returnTo: '/films?a=1&b=//x' });
    expect(answer).toHaveStatus(302);
    expect(landing(context, answer)).toBe(`${context.settings.PUBLIC_URL}/films?a=1&b=//x`);
  },
);

check(
  'callback.query',
  'a return_to that comes with the callback means nothing',
  { clause: 'D', needs: ['callback.return', 'query.twice'], demands: [...demands] },
  async (context) => {
    const browser = new Browser(context.api);
    const sent = await sentOut(context, browser);
    const code = context.provider.code(sent, { profile: profileOf(context.make.email()) });
    const parameters = { code, state: sent.get('state') ?? '', return_to: '/films' };
    expect(await browser.get(callback(parameters))).toHaveStatus(200);
  },
);

check(
  'callback.elsewhere',
  'with return_to the browser stays at PUBLIC_URL, though a normalised path would lead to another host',
  { clause: 'D, RFC 9700 §4.11.1, RFC 3986 §5.2.4', needs: ['callback.return'], demands: [...demands] },
  async (context) => {
    const returnTo = '/.//evil.test';
    // Whoever takes no such path is as safe.
    if ((await context.api.get(`/login?${new URLSearchParams({ return_to: returnTo })}`)).status === 400) return;
    const { answer } = await logOn(context, { returnTo });
    expect(answer).toHaveStatus(302);
    expect(landing(context, answer)).toBe(`${context.settings.PUBLIC_URL}//evil.test`);
  },
);

check(
  'person.found',
  'somebody whom Person knows by e-mail is asked for at each log-on, and not made again, though the provider writes it in capitals',
  { clause: 'D', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { persons, make } = context;
    const email = make.email();
    persons.keep(email);
    for (const written of [email, email, email.toUpperCase()]) {
      expect((await logOn(context, { email: written })).answer).toHaveStatus(200);
    }
    expect(persons.calls(email).map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  },
);

check(
  'person.plus',
  'an e-mail address with a plus is asked for as it is',
  { clause: 'D, URL Standard §5.1', needs: ['person.found'], demands: [...demands] },
  async (context) => {
    const { persons, make } = context;
    const email = make.email().replace('@', '+films@');
    persons.keep(email);
    expect((await logOn(context, { email })).answer).toHaveStatus(200);
    expect(persons.calls(email).map(({ method }) => method)).toEqual(['GET']);
  },
);

check(
  'person.made',
  'a newcomer is made, with exactly firstName, lastName and email',
  { clause: 'D', needs: ['callback.good'], demands: [...demands] },
  async (context) => {
    const { email } = await logOn(context);
    const posts = context.persons.calls(email).filter(({ method }) => method === 'POST');
    expect(posts.map(({ body }) => JSON.parse(body))).toEqual([{ firstName: 'Ana', lastName: 'Ruiz', email }]);
    expect(posts[0]?.headers['content-type']).toMatch(/^application\/json\b/i);
  },
);

check(
  'person.nameless',
  'who has no name at the provider gets one of 1 to 64 characters',
  { clause: 'D', needs: ['person.made'], demands: [...demands] },
  async (context) => {
    const email = context.make.email();
    expect((await logOn(context, { email, profile: { email, email_verified: true } })).answer).toHaveStatus(200);
    const [post] = context.persons.calls(email).filter(({ method }) => method === 'POST');
    const { firstName, lastName } = JSON.parse(post?.body ?? '{}') as Record<string, unknown>;
    for (const name of [firstName, lastName]) expect(String(name).trim()).toMatch(/^.{1,64}$/u);
    expect([typeof firstName, typeof lastName]).toEqual(['string', 'string']);
  },
);

check(
  'person.taken',
  'when somebody else has made the person in between (409), Person is asked again',
  { clause: 'D', needs: ['person.made', 'person.found'], demands: [...demands] },
  async (context) => {
    const email = context.make.email();
    context.persons.rival(email);
    expect((await logOn(context, { email })).answer).toHaveStatus(200);
    expect(context.persons.calls(email).map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  },
);

check(
  'person.race',
  'of 8 racing log-ons of a newcomer all succeed, and there is one person',
  { clause: 'D', needs: ['person.taken'], demands: [...demands] },
  async (context) => {
    const email = context.make.email();
    const racers = await Promise.all(times(8, () => logOn(context, { email })));
    expect(racers.map(({ answer }) => answer.status)).toEqual(times(8, () => 200));
  },
);
