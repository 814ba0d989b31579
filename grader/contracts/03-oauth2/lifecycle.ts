import type { Answer } from '../../src/answer.ts';
import type { Api } from '../../src/api.ts';
import type { Instance } from '../../src/types.ts';
import { shown } from '../01-address/reading.ts';
import { healthWithoutDatabase, healthy, type Stopped, stop } from '../operating.ts';
import { Browser, type Context, logOn } from './browser.ts';
import { renew, tell } from './forms.ts';
import { partsOf } from './signer.ts';

// Starts are dear, so one instance goes through all of this in turn, whichever check asks first: started with its
// database away, and settings that differ from the main one's; healed, its database lost and found again,
// killed, restarted, stopped. Each step is taken once a run.

/** No key, no lifetime, and another table than the main instance has. */
const twin = {
  SIGNING_KEY: undefined,
  TOKEN_TTL_SECONDS: undefined,
  SCOPE_TABLE: JSON.stringify([{ path: '/films/{sub}', methods: ['PUT'], scope: 'profile' }]),
};

/** A start with the database away, and what /health said meanwhile; rejects when nothing ever answered. */
export function startedAway({ service, api }: Context): Promise<{ instance: Instance; health: Answer }> {
  return service.shared('away', async () => {
    const instance = await service.start({ databaseAway: true, settings: twin });
    await instance.ready();
    return { instance, health: await api.on(instance).get('/health') };
  });
}

/** The same instance after its database came back; rejects when /health does not come back to 200. */
export function healed(context: Context): Promise<{ instance: Instance; health: Answer }> {
  return context.service.shared('healed', async () => {
    const { instance } = await startedAway(context);
    instance.healDatabase();
    const api = context.api.on(instance);
    await healthy(api);
    return { instance, health: await api.get('/health') };
  });
}

/** What /health of the same instance says while its database is away once more; rejects when it does not come back to 200. */
export function lost(context: Context): Promise<Answer> {
  return context.service.shared('lost', async () => {
    const { instance } = await healed(context);
    const api = context.api.on(instance);
    const health = await healthWithoutDatabase(api, instance);
    await healthy(api);
    return health;
  });
}

/** The same process after that. */
async function found(context: Context): Promise<{ instance: Instance }> {
  await lost(context);
  return healed(context);
}

/** Somebody who is logged on at the twin, and somebody who was. */
export interface Guests {
  instance: Instance;
  jwks: Answer;
  /** Token answers of two log-ons; of the second the access token was revoked, and the refresh token used. */
  tokens: Record<string, unknown>;
  revoked: Record<string, unknown>;
  /** The newest refresh token of a log-on that is dead. */
  dead: unknown;
}

/** Logs on, three times, and ends two; before the service is killed. */
export function guests(context: Context): Promise<Guests> {
  return context.service.shared('guests', async () => {
    const { instance } = await found(context).catch(() => startedPlainly(context));
    const api = context.api.on(instance);
    const guest = async () => shown((await logOn(context, { browser: new Browser(api) })).answer);
    const [tokens, revoked, ended] = [await guest(), await guest(), await guest()];
    const dead = await spent(api, revoked, ended).catch(() => undefined);
    return { instance, jwks: await api.get('/.well-known/jwks.json'), tokens, revoked, dead };
  });
}

/** Revokes the access token of one log-on and uses its refresh token; kills the other, and tells what had come last of it. */
async function spent(api: Api, revoked: Record<string, unknown>, ended: Record<string, unknown>): Promise<unknown> {
  await tell(api, '/revoke', { token: String(revoked.access_token) });
  await renew(api, String(revoked.refresh_token));
  const { refresh_token: last } = shown(await renew(api, String(ended.refresh_token)));
  await renew(api, String(ended.refresh_token));
  return last;
}

/** When the start without a database does not come off, which is another check's affair. */
async function startedPlainly({ service }: Context): Promise<{ instance: Instance }> {
  const instance = await service.start({ settings: twin });
  await instance.ready();
  return { instance };
}

export interface Restarted {
  before: Guests;
  instance: Instance;
  jwks: Answer;
  /** /me with the access token of before, and with the one that was revoked. */
  me: Answer;
  meRevoked: Answer;
  /** /token with the refresh token of before. */
  renewed: Answer;
  /** /token with a refresh token that was used, and with one of a dead log-on. */
  refused: Answer[];
  /** What the twin's table lets pass, and what only the main instance's does. */
  authorized: Answer[];
}

/** Kills the service with kill -9, starts it again, and asks for what was there before. */
export function restarted(context: Context): Promise<Restarted> {
  return context.service.shared('restarted', async () => {
    const before = await guests(context);
    await before.instance.signal('SIGKILL');
    await before.instance.exited;
    const instance = await before.instance.restart();
    await instance.ready();
    // Asked here, because another check ends this instance.
    const api = context.api.on(instance);
    const me = (token: unknown) => api.get('/me', { headers: { authorization: `Bearer ${token}` } });
    return {
      before,
      instance,
      jwks: await api.get('/.well-known/jwks.json'),
      me: await me(before.tokens.access_token),
      meRevoked: await me(before.revoked.access_token),
      renewed: await renew(api, String(before.tokens.refresh_token)),
      refused: await Promise.all([before.revoked.refresh_token, before.dead].map((it) => renew(api, String(it)))),
      authorized: await authorizedBy(api, String(before.tokens.access_token)),
    };
  });
}

async function authorizedBy(api: Context['api'], token: string): Promise<Answer[]> {
  const { sub } = partsOf(token).claims;
  const wishes = [
    { method: 'PUT', path: `/films/${sub}` },
    { method: 'GET', path: `/persons/${sub}` },
  ];
  return Promise.all(wishes.map((wish) => api.post('/authorize', { token, ...wish })));
}

/** Sends SIGTERM while a callback waits for the provider, and another client idles. */
export function stopped(context: Context): Promise<Stopped> {
  return context.service.shared('stopped', async () => {
    const { instance } = await restarted(context);
    const browser = new Browser(context.api.on(instance));
    let asked = () => false;
    const provider = {
      ...context.provider,
      code: (...letIn: Parameters<Context['provider']['code']>) => {
        const code = context.provider.code(...letIn);
        asked = () => context.provider.exchanges(code).length > 0;
        return code;
      },
    };
    const late = { kind: 'delay', ms: 400 } as const;
    const answered = logOn({ ...context, provider }, { browser, token: late }).then(({ answer }) => answer);
    return stop(instance, answered, () => asked());
  });
}
