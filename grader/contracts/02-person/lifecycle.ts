import type { Answer } from '../../src/answer.ts';
import type { Instance } from '../../src/types.ts';
import { healthApart, healthy, type Stopped, stop, type Told, told, withoutDatabase } from '../operating.ts';
import type { Context } from './stored.ts';

// Starts are dear, so one instance goes through all of this in turn, whichever check asks first: started with its
// database away, healed, its database lost and found again, killed, restarted, stopped. Each step is taken once a run.

/** A start with the database away, and what /health said meanwhile; rejects when nothing ever answered. */
export function startedAway({ service, api, door }: Context): Promise<{ instance: Instance; health: Answer }> {
  return service.shared('away', async () => {
    const instance = await service.start({ databaseAway: true, settings: { ADDRESS_URL: door.url } });
    await instance.ready();
    return { instance, health: await api.on(instance).get('/health') };
  });
}

/** An instance that works, and what it was asked to store. */
export interface Working {
  instance: Instance;
  /** The answer to a POST of a person, with this key. */
  created: Answer;
  body: string;
  key: string;
}

/** The same instance after its database came back; rejects when /health does not come back to 200. */
export function healed(context: Context): Promise<Working> {
  return context.service.shared('healed', async () => {
    const { instance } = await startedAway(context);
    instance.healDatabase();
    await healthy(context.api.on(instance));
    return createdOn(context, instance);
  });
}

/** What /health of the same instance says while Address cannot be reached. */
export function apart(context: Context): Promise<Answer> {
  return context.service.shared('apart', async () => {
    const { instance } = await healed(context);
    return healthApart(context.api.on(instance), context.door);
  });
}

/** What is answered at the same instance while its database is away once more. */
export interface Lost {
  health: Answer;
  list: Promise<Told>;
}

/** Rejects when /health does not come back to 200. */
export function lost(context: Context): Promise<Lost> {
  return context.service.shared('lost', async () => {
    const { instance } = await healed(context);
    await apart(context).catch(() => undefined);
    const api = context.api.on(instance);
    const seen = await withoutDatabase(api, instance, async (health) => {
      const list = told(instance, '/persons');
      // A list that never comes is no fault of /health.
      await list.catch(() => undefined);
      return { health, list };
    });
    await healthy(api);
    return seen;
  });
}

/** The same process after that. */
async function found(context: Context): Promise<Working> {
  await lost(context);
  return healed(context);
}

async function createdOn({ api, make, random }: Context, instance: Instance): Promise<Working> {
  const body = JSON.stringify(make.person());
  const key = `"${random.text(20)}"`;
  const created = await api.on(instance).post('/persons', body, { headers: { 'idempotency-key': key } });
  return { instance, created, body, key };
}

/** Kills the service with kill -9, starts it again, and asks for what was stored before. */
export function restarted(context: Context): Promise<Restarted> {
  const { api, service } = context;
  return service.shared('restarted', async () => {
    const { instance: victim, created, body, key } = await found(context).catch(() => startedPlainly(context));
    const lodger = await housed(context, victim);
    await victim.signal('SIGKILL');
    await victim.exited;
    const instance = await victim.restart();
    await instance.ready();
    // Asked here, because another check ends this instance.
    const kept = await api.on(instance).get(new URL(created.location ?? '/no-location', created.url).pathname);
    const repeated = await api.on(instance).post('/persons', body, { headers: { 'idempotency-key': key } });
    const later = (asking: Promise<Answer>) => asking.catch(() => undefined);
    lodger.found = await later(api.on(instance).get(lodger.place));
    lodger.repeated = await later(lodger.send(instance));
    return { instance, created, kept, repeated, lodger };
  });
}

/** Somebody who is created under a key, and linked to an address then, where the service has links. */
async function housed({ api, make, addresses, random }: Context, instance: Instance): Promise<Lodger> {
  const { id, href } = addresses.keep(make.addressId());
  const [draft, headers] = [make.person(), { 'idempotency-key': `"${random.text(20)}"` }];
  const send = (to: Instance) => api.on(to).post('/persons', draft, { headers });
  const created = await send(instance);
  const place = `${new URL(created.location ?? '/no-location', created.url).pathname}/address`;
  const linked = await api
    .on(instance)
    .put(place, { href })
    .catch(() => undefined);
  return { id, place, created, linked, send };
}

export interface Restarted {
  instance: Instance;
  /** The answer to the POST before the restart, to the GET of its Location, and to the same POST again. */
  created: Answer;
  kept: Answer;
  repeated: Answer;
  lodger: Lodger;
}

export interface Lodger {
  /** Of the address. */
  id: string;
  place: string;
  /** The same POST each time. */
  send(to: Instance): Promise<Answer>;
  /** The answers to the POST and to the PUT of the link before the restart; undefined when none came. */
  created: Answer;
  linked: Answer | undefined;
  /** The answers to a GET of the link, and to the same POST, after it. */
  found?: Answer | undefined;
  repeated?: Answer | undefined;
}

/** When the start without a database does not come off, which is another check's affair. */
async function startedPlainly(context: Context): Promise<Working> {
  const instance = await context.service.start();
  await instance.ready();
  return createdOn(context, instance);
}

/** Sends SIGTERM while a read of an address is in flight, where there are links, and another client idles. */
export function stopped(context: Context): Promise<Stopped> {
  const { service, api, addresses, make } = context;
  return service.shared('stopped', async () => {
    const { instance } = await restarted(context);
    const { url } = await api.on(instance).created('/persons', make.person());
    const { id, href } = addresses.keep(make.addressId());
    const place = `${url}/address`;
    await api.on(instance).put(place, { href });
    const before = addresses.calls(id).length;
    addresses.fault(id, { kind: 'delay', ms: 400 });
    const asked = () => addresses.calls(id).length > before;
    return stop(instance, api.on(instance).get(place), asked);
  });
}
