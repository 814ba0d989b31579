import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import { ContractBroken } from '../../src/reason.ts';
import type { Exit, Instance } from '../../src/types.ts';
import type { Context } from './stored.ts';

// Starts are dear, so one instance goes through all of this in turn, whichever check asks first: started with its
// database away, healed, killed, restarted, stopped. Each step is taken once a run.

/** A start with the database away, and what /health said meanwhile; rejects when nothing ever answered. */
export function startedAway({ service, api }: Context): Promise<{ instance: Instance; health: Answer }> {
  return service.shared('away', async () => {
    const instance = await service.start({ databaseAway: true });
    await instance.ready();
    return { instance, health: await api.on(instance).get('/health') };
  });
}

/** Longer than any pool waits before it connects anew. */
const HEAL_LIMIT_MS = 6_000;

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
    await healthy(context, instance);
    return createdOn(context, instance);
  });
}

async function healthy({ api }: Context, instance: Instance): Promise<void> {
  for (const limit = performance.now() + HEAL_LIMIT_MS; ; await pause(25)) {
    const { status } = await api.on(instance).get('/health');
    if (status === 200) return;
    if (performance.now() < limit) continue;
    const seconds = HEAL_LIMIT_MS / 1_000;
    throw new ContractBroken(`/health still answers ${status}, ${seconds} s after the database came back.`);
  }
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
    const { instance: victim, created, body, key } = await healed(context).catch(() => startedPlainly(context));
    const lodger = await housed(context, victim);
    await victim.signal('SIGKILL');
    await victim.exited;
    const instance = await victim.restart();
    await instance.ready();
    // Asked here, because another check ends this instance.
    const found = await api.on(instance).get(new URL(created.location ?? '/no-location', created.url).pathname);
    const repeated = await api.on(instance).post('/persons', body, { headers: { 'idempotency-key': key } });
    lodger.found = await api
      .on(instance)
      .get(lodger.place)
      .catch(() => undefined);
    return { instance, created, found, repeated, lodger };
  });
}

/** Somebody who is linked to an address, where the service has links. */
async function housed({ api, make, addresses }: Context, instance: Instance): Promise<Lodger> {
  const { id, href } = addresses.keep(make.addressId());
  const { location = '/no-location', url } = await api.on(instance).post('/persons', make.person());
  const place = `${new URL(location, url).pathname}/address`;
  const linked = await api
    .on(instance)
    .put(place, { href })
    .catch(() => undefined);
  return { id, place, linked };
}

export interface Restarted {
  instance: Instance;
  /** The answer to the POST before the restart, to the GET of its Location, and to the same POST again. */
  created: Answer;
  found: Answer;
  repeated: Answer;
  lodger: Lodger;
}

export interface Lodger {
  /** Of the address. */
  id: string;
  place: string;
  /** The answers to the PUT of the link before the restart, and to a GET of it after; undefined when none came. */
  linked: Answer | undefined;
  found?: Answer | undefined;
}

/** When the start without a database does not come off, which is another check's affair. */
async function startedPlainly(context: Context): Promise<Working> {
  const instance = await context.service.start();
  await instance.ready();
  return createdOn(context, instance);
}

export interface Stopped {
  /** Of the request that was in flight; undefined when none came. */
  answer: Answer | undefined;
  /** Whether that request had reached Address when SIGTERM was sent. */
  inFlight: boolean;
  /** Undefined when the process was still there after the limit. */
  exit: Exit | undefined;
}

const STOP_LIMIT_MS = 5_000;

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
    const answered = api
      .on(instance)
      .get(place)
      .catch(() => undefined);
    await Promise.race([answered, until(asked)]);
    const inFlight = asked();
    await instance.signal('SIGTERM');
    const exit = await Promise.race([instance.exited, pause(STOP_LIMIT_MS, undefined, { ref: false })]);
    return { answer: await answered, inFlight, exit };
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (const limit = performance.now() + STOP_LIMIT_MS; !holds() && performance.now() < limit; ) await pause(5);
}
