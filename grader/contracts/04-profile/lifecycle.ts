import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { ContractBroken } from '../../src/reason.ts';
import type { Instance } from '../../src/types.ts';
import { healthy, type Stopped, stop, withoutDatabase } from '../operating.ts';
import { begun, type Context, type Holder, newcomer, type Posted, posted, resident } from './acting.ts';
import { readsAfterLinks } from './circuits.ts';
import { beginAll, type Moment, madeBefore, type Plot, type Plots, recover, settle } from './durable.ts';
import type { OpenReads } from './open-circuit.ts';

// Starts are dear, so one instance goes through all of this in turn, whichever check asks first: started with its
// database away, healed, its database lost and found again, killed, restarted, stopped. Each step is taken once a run.

/** The check at this instance, with neighbours of its own. */
function at(context: Context, instance: Instance): Context {
  return { ...context, api: context.api.on(instance), neighbours: context.around('lifecycle').neighbours };
}

/** A start with the database away, and what /health said meanwhile; rejects when nothing ever answered. */
export function startedAway(context: Context): Promise<{ instance: Instance; health: Answer }> {
  return context.service.shared('away', async () => {
    const instance = await context.service.at('lifecycle');
    return { instance, health: await context.api.on(instance).get('/health') };
  });
}

/** The same instance after its database came back, and a read; rejects when /health does not come back to 200. */
export function healed(context: Context): Promise<{ instance: Instance; read: Answer }> {
  return context.service.shared('healed', async () => {
    const { instance } = await startedAway(context);
    instance.healDatabase();
    const there = at(context, instance);
    await healthy(there.api);
    const { holder, path } = await resident(there);
    return { instance, read: await holder.get(path) };
  });
}

/** What is answered at the same instance while its database is away once more. */
export interface Lost {
  health: Answer;
  created: Posted;
}

/** Rejects when the service does not live through it. */
export function lost(context: Context): Promise<Lost> {
  return context.service.shared('lost', async () => {
    const { instance } = await healed(context);
    const there = at(context, instance);
    const seen = await withoutDatabase(there.api, instance, async (health) => ({
      health,
      created: await posted(there, newcomer(there)),
    }));
    await healthy(there.api);
    return seen;
  });
}

/** The same process after that. */
async function found(context: Context): Promise<{ instance: Instance }> {
  await lost(context);
  return healed(context);
}

export interface Restarted {
  instance: Instance;
  /** Operations that were under way when the service was killed. */
  plots: Plots;
  /** A profile that was made before; the answer then, and to the same request now. */
  first: Answer | undefined;
  again: Answer | undefined;
  /** The same profile, read now by who has made it. */
  read: Answer | undefined;
}

/** Kills the service in the middle of many operations, starts it again, and follows them to their end. */
export function restarted(context: Context): Promise<Restarted> {
  return context.service.shared('restarted', async () => {
    const { instance: victim } = await found(context).catch(() => startedPlainly(context));
    const there = at(context, victim);
    const made = await madeBefore(there).catch(() => undefined);
    const plots = await beginAll(there);
    await victim.signal('SIGKILL');
    await victim.exited;
    recover(plots);
    const instance = await victim.restart();
    for (const plot of Object.values(plots)) plot.restartedAt = performance.now();
    await instance.ready();
    const api = context.api.on(instance);
    await healthy(api);
    // Asked here, because another check ends this instance.
    const here = (holder: Holder) => holder.at(api);
    await settle(plots, here);
    const [again, read] = [made?.again(here), made?.read(here)].map((answer) => answer?.catch(() => undefined));
    return { instance, plots, first: made?.first, again: await again, read: await read };
  });
}

/** What the kill at this moment led to. @throws ContractBroken when the service never came to it. */
export async function plotOf(context: Context, moment: Moment): Promise<Plot> {
  const plot = (await restarted(context)).plots[moment];
  if (plot.reached) return plot;
  throw new ContractBroken(`The service did not come to its ${plot.step} in time, so it was not killed in it.`);
}

/** When the start without a database does not come off, which is another check's affair. */
async function startedPlainly({ service, around }: Context): Promise<{ instance: Instance }> {
  const instance = await service.start({ settings: around('lifecycle').settings });
  await instance.ready();
  return { instance };
}

/** Reads at the restarted instance after links have failed. */
export function linked(context: Context): Promise<OpenReads> {
  return context.service.shared('linked', async () =>
    readsAfterLinks(at(context, (await restarted(context)).instance)),
  );
}

/** Sends SIGTERM while a read waits for Person, and an undo cannot be ended. */
export function stopped(context: Context): Promise<Stopped> {
  return context.service.shared('stopped', async () => {
    const { instance, plots } = await restarted(context);
    const there = at(context, instance);
    // Whether clients need not wait for an operation.
    const mayFollow = plots['address not undone'].path !== undefined;
    // Afterwards nobody is there to be asked.
    if (mayFollow) await linked(context).catch(() => undefined);
    const { scene, holder, path } = await resident(there);
    scene.strike('GET /persons/{id}', { kind: 'delay', ms: 400 });
    if (mayFollow) await endlessUndo(there);
    return stop(instance, holder.get(path), () => scene.calls('GET /persons/{id}').length > 0);
  });
}

const BEGUN_MS = 2_000;

/** Begins an operation that is to be undone, and cannot be; resolves when it has come to that, or does not. */
async function endlessUndo(context: Context): Promise<void> {
  const scene = newcomer(context);
  scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
  scene.strike('GET /persons', { kind: 'reply', answer: problem(403) });
  await begun(context, scene).catch(() => undefined);
  const isUndoing = () => scene.calls('GET /persons').length > 0;
  for (const limit = performance.now() + BEGUN_MS; !isUndoing() && performance.now() < limit; ) await pause(10);
}
