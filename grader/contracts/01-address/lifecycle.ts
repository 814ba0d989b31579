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
  health: Answer;
  /** The answer to a POST of an address. */
  created: Answer;
}

/** The same instance after its database came back; rejects when /health does not come back to 200. */
export function healed(context: Context): Promise<Working> {
  return context.service.shared('healed', async () => {
    const { instance } = await startedAway(context);
    instance.healDatabase();
    const health = await healthy(context, instance);
    return { instance, health, created: await createdOn(context, instance) };
  });
}

async function healthy({ api }: Context, instance: Instance): Promise<Answer> {
  for (const limit = performance.now() + HEAL_LIMIT_MS; ; await pause(25)) {
    const answer = await api.on(instance).get('/health');
    if (answer.status === 200) return answer;
    if (performance.now() < limit) continue;
    const seconds = HEAL_LIMIT_MS / 1_000;
    throw new ContractBroken(`/health still answers ${answer.status}, ${seconds} s after the database came back.`);
  }
}

function createdOn({ api, make }: Context, instance: Instance): Promise<Answer> {
  return api.on(instance).post('/addresses', make.address());
}

/** Kills the service with kill -9, and starts it again; `created` was stored before. */
export function restarted(context: Context): Promise<Omit<Working, 'health'>> {
  return context.service.shared('restarted', async () => {
    const { instance: victim, created } = await healed(context).catch(() => startedPlainly(context));
    await victim.signal('SIGKILL');
    await victim.exited;
    const instance = await victim.restart();
    await instance.ready();
    return { instance, created };
  });
}

/** When the start without a database does not come off, which is another check's affair. */
async function startedPlainly(context: Context): Promise<Omit<Working, 'health'>> {
  const instance = await context.service.start();
  await instance.ready();
  return { instance, created: await createdOn(context, instance) };
}

export interface Stopped {
  /** Of the request that was in flight; undefined when none came. */
  answer: Answer | undefined;
  /** Whether that request had reached the verification API when SIGTERM was sent. */
  inFlight: boolean;
  /** Undefined when the process was still there after the limit. */
  exit: Exit | undefined;
}

const STOP_LIMIT_MS = 5_000;

/** Sends SIGTERM while one request is in flight and another client keeps an idle connection. */
export function stopped(context: Context): Promise<Stopped> {
  const { service, api, make, verification } = context;
  return service.shared('stopped', async () => {
    const { instance } = await restarted(context);
    const draft = make.address();
    verification.fault(draft, { kind: 'delay', ms: 400 });
    await api.on(instance).get('/addresses/idle-connection');
    const answered = api
      .on(instance)
      .post('/addresses', draft)
      .catch(() => undefined);
    await Promise.race([answered, until(() => verification.calls(draft).length > 0)]);
    const inFlight = verification.calls(draft).length > 0;
    await instance.signal('SIGTERM');
    const exit = await Promise.race([instance.exited, pause(STOP_LIMIT_MS, undefined, { ref: false })]);
    return { answer: await answered, inFlight, exit };
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (const limit = performance.now() + STOP_LIMIT_MS; !holds() && performance.now() < limit; ) await pause(5);
}
