import type { Answer } from '../../src/answer.ts';
import type { Api } from '../../src/api.ts';
import { type BaseContext, expect } from '../../src/check.ts';
import type { Call } from '../../src/doubles/double.ts';
import { ContractBroken } from '../../src/reason.ts';
import { type Cookie, cookieHeader, cookieIn, keep } from './cookies.ts';
import type { OAuthContext } from './world.ts';

export type Context = BaseContext & OAuthContext;

/** A browser: it keeps cookies, and follows nothing by itself. */
export class Browser {
  /** All that it was told. */
  readonly answers: Answer[] = [];
  readonly #api: Api;
  #cookies: Cookie[];

  constructor(api: Api, cookies: Cookie[] = []) {
    this.#api = api;
    this.#cookies = cookies;
  }

  get cookies(): Cookie[] {
    return [...this.#cookies];
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.#api.get(path, { headers: { ...cookieHeader(this.cookies, path), ...headers } });
    this.answers.push(answer);
    this.#cookies = answer.setCookies.reduce((kept, line) => keep(kept, cookieIn(line, path)), this.cookies);
    return answer;
  }
}

/** What the service sends along to the provider. Throws a plain reason unless /login redirects there. */
export async function sentOut(context: Context, browser: Browser, returnTo?: string): Promise<URLSearchParams> {
  const query = returnTo === undefined ? '' : `?${new URLSearchParams({ return_to: returnTo })}`;
  const answer = await browser.get(`/login${query}`);
  const wanted = new URL(context.settings.OAUTH2_AUTHORIZATION_URL ?? '');
  const location = URL.parse(answer.location ?? '', answer.url);
  if (answer.status === 302 && location?.origin === wanted.origin && location.pathname === wanted.pathname) {
    return location.searchParams;
  }
  throw new ContractBroken(`GET /login answered ${answer.status}, and does not lead to OAUTH2_AUTHORIZATION_URL.`, {
    expected: `302 to ${wanted.origin}${wanted.pathname}`,
    received: `${answer.status} to ${answer.location}`,
  });
}

/** How a log-on goes, where it does not go as usual. */
export interface LogOn {
  browser?: Browser;
  returnTo?: string;
  email?: string;
  profile?: unknown;
  token?: Parameters<OAuthContext['provider']['code']>[1]['token'];
  userinfo?: Parameters<OAuthContext['provider']['code']>[1]['userinfo'];
  /** Of the callback. */
  headers?: Record<string, string>;
}

export interface LoggedOn {
  browser: Browser;
  email: string;
  code: string;
  state: string;
  sent: URLSearchParams;
  /** To the callback. */
  answer: Answer;
}

export function profileOf(email: string): Record<string, unknown> {
  return { sub: `x-${email}`, email, email_verified: true, given_name: 'Ana', family_name: 'Ruiz' };
}

/** One whole log-on: out, past the provider, and back. */
export async function logOn(context: Context, how: LogOn = {}): Promise<LoggedOn> {
  const { browser = new Browser(context.api), email = context.make.email() } = how;
  const sent = await sentOut(context, browser, how.returnTo);
  const { profile = profileOf(email), token, userinfo } = how;
  const letIn = { profile, ...(token ? { token } : {}), ...(userinfo ? { userinfo } : {}) };
  const code = context.provider.code(sent, letIn);
  const state = sent.get('state') ?? '';
  const answer = await browser.get(callback({ code, state, session_state: 'x.y' }), how.headers);
  return { browser, email, code, state, sent, answer };
}

/** Providers add parameters of their own. */
export function callback(parameters: Record<string, string>): string {
  return `/login/callback?${new URLSearchParams({ ...parameters, iss: 'http://provider.test' })}`;
}

/** The limit is 2 s, the double waits for ever: an answer within this did not wait for it. */
export const PATIENCE_MS = 3_600;

/** Milliseconds since the last of these calls came: what a busy machine needs before it is not the service's waiting. */
export function sinceLast(calls: Call[]): number {
  return performance.now() - Math.max(0, ...calls.map(({ at }) => at));
}

/** A log-on that goes wrong like this is answered with one of these statuses, in time. */
export async function failing(context: Context, how: LogOn, ...statuses: number[]): Promise<void> {
  const { answer, code, email } = await logOn(context, how);
  const { provider, persons } = context;
  const waitedMs = sinceLast([...provider.exchanges(code), ...provider.profiles(code), ...persons.calls(email)]);
  expect(answer).toHaveStatus(...statuses);
  expect(answer).toBeProblem(answer.status);
  expect(waitedMs).toBeLessThan(PATIENCE_MS);
}
