import type { Answer } from '../../src/answer.ts';
import type { Instance } from '../../src/types.ts';
import { healthApart, healthy, type Told, told, withoutDatabase } from '../operating.ts';
import { shown } from './reading.ts';
import type { Context } from './stored.ts';

// Starts are dear, so one instance goes through all of this in turn, whichever check asks first: started with its
// database away, healed, its database lost and found again, killed, restarted, stopped. Each step is taken once a run.

/** A start with the database away, and what /health said meanwhile; rejects when nothing ever answered. */
export function startedAway({ service, api, door }: Context): Promise<{ instance: Instance; health: Answer }> {
  return service.shared('away', async () => {
    const settings = { ADDRESS_VERIFICATION_URL: door.url };
    const instance = await service.start({ databaseAway: true, settings });
    await instance.ready();
    return { instance, health: await api.on(instance).get('/health') };
  });
}

/** An instance that works, and what it was asked to store. */
export interface Working {
  instance: Instance;
  /** The answer to a POST of an address. */
  created: Answer;
}

/** The same instance after its database came back; rejects when /health does not come back to 200. */
export function healed(context: Context): Promise<Working> {
  return context.service.shared('healed', async () => {
    const { instance } = await startedAway(context);
    instance.healDatabase();
    await healthy(context.api.on(instance));
    return { instance, created: await createdOn(context, instance) };
  });
}

/** What /health of the same instance says while the verification API cannot be reached. */
export function apart(context: Context): Promise<Answer> {
  return context.service.shared('apart', async () => {
    const { instance } = await healed(context);
    return healthApart(context.api.on(instance), context.door);
  });
}

/** What was answered after the database went away under a service that worked. */
export interface Lost {
  health: Answer;
  /** Of the address that is stored, and of the list that it is in. */
  read: Told;
  list: Told;
}

/** The same instance while its database is away once more; rejects when the service does not live through it. */
export function lost(context: Context): Promise<Lost> {
  return context.service.shared('lost', async () => {
    const { instance, created } = await healed(context);
    await apart(context).catch(() => undefined);
    const { pathname, search } = new URL(created.location ?? '/no-location', created.url);
    const list = `/addresses?postalCode=${shown(created).postalCode}`;
    return withoutDatabase(context.api.on(instance), instance, async (health) => ({
      health,
      read: await told(instance, pathname + search),
      list: await told(instance, list),
    }));
  });
}

/** The same process after that; rejects when /health does not come back to 200. */
export function found(context: Context): Promise<Working> {
  return context.service.shared('found', async () => {
    await lost(context);
    const { instance } = await startedAway(context);
    await healthy(context.api.on(instance));
    return { instance, created: await createdOn(context, instance) };
  });
}

function createdOn({ api, make }: Context, instance: Instance): Promise<Answer> {
  return api.on(instance).post('/addresses', make.address());
}

/** Kills the service with kill -9, and starts it again; `created` was stored before, and is `kept` when read afterwards. */
export function restarted(context: Context): Promise<Working & { kept: Promise<Answer> }> {
  return context.service.shared('restarted', async () => {
    const { instance: victim, created } = await found(context).catch(() => startedPlainly(context));
    await victim.signal('SIGKILL');
    await victim.exited;
    const instance = await victim.restart();
    await instance.ready();
    const location = new URL(created.location ?? '/no-location', created.url).href;
    const kept = context.api.on(instance).get(location);
    // Whoever stops this instance comes after that.
    await kept.catch(() => undefined);
    return { instance, created, kept };
  });
}

/** When the service does not live through a database that is away, which is another check's affair. */
async function startedPlainly(context: Context): Promise<Working> {
  const instance = await context.service.start();
  await instance.ready();
  return { instance, created: await createdOn(context, instance) };
}
