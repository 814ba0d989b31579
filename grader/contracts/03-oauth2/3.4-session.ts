import { checkpoint, expect } from '../../src/check.ts';
import { Browser, callback, logOn, profileOf, sentOut } from './browser.ts';
import { holder } from './forms.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.4');
const demands = ['doubles'] as const;

check(
  'session.opens',
  'after a log-on with return_to a cookie opens /me, HttpOnly, and SameSite Lax or Strict',
  { clause: 'D, RFC 6265 §4.1.2.6', needs: ['me.shows', 'callback.return', 'me.own'], demands: [...demands] },
  async (context) => {
    const { browser, email } = await logOn(context, { returnTo: '/me' });
    expect((await browser.get('/me')).body).toMatchObject({ email });
    // Other cookies are nobody's affair, as long as they do not open it.
    const exposed = browser.cookies.filter(({ guarded }) => !guarded);
    expect(await new Browser(context.api, exposed).get('/me')).toBeProblem(401);
  },
);

check(
  'session.fresh',
  'cookies from before the log-on do not open /me',
  { clause: 'D, RFC 6265 §8.4', needs: ['session.opens'], demands: [...demands] },
  async (context) => {
    const [browser, email] = [new Browser(context.api), context.make.email()];
    const sent = await sentOut(context, browser, '/me');
    const before = browser.cookies;
    const code = context.provider.code(sent, { profile: profileOf(email) });
    await browser.get(callback({ code, state: sent.get('state') ?? '' }));
    expect((await browser.get('/me')).body).toMatchObject({ email });
    expect(await new Browser(context.api, before).get('/me')).toBeProblem(401);
  },
);

check(
  'session.new',
  'cookies of an earlier log-on do not show who logs on next in the same browser',
  { clause: 'D, RFC 6265 §8.4', needs: ['session.opens'], demands: [...demands] },
  async (context) => {
    const { browser } = await logOn(context, { returnTo: '/me' });
    const planted = browser.cookies;
    const { email } = await logOn(context, { browser, returnTo: '/me' });
    expect((await browser.get('/me')).body).toMatchObject({ email });
    expect((await new Browser(context.api, planted).get('/me')).body).not.toMatchObject({ email });
  },
);

check(
  'session.header',
  'where there is an Authorization header, the cookie does not count',
  { clause: 'D', needs: ['session.opens'], demands: [...demands] },
  async (context) => {
    const { browser } = await logOn(context, { returnTo: '/me' });
    const { person, token } = await holder(context);
    for (const authorization of ['Bearer nonsense', 'Basic eDp5']) {
      expect(await browser.get('/me', { authorization })).toBeProblem(401);
    }
    expect((await browser.get('/me', { authorization: `Bearer ${token}` })).body).toMatchObject({ id: person.id });
  },
);
