import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, Transcript } from '../src/answer.ts';
import type { Api } from '../src/api.ts';
import type { BaseContext } from '../src/check.ts';
import type { Door } from '../src/doubles/door.ts';
import { exchange } from '../src/exchange.ts';
import { ContractBroken } from '../src/reason.ts';
import type { Exit, Instance } from '../src/types.ts';

// How any service is operated, whatever it is for (A1, A14, A15, A16).

/** /health of a service whose database is there; a machine that stands still for a moment is nobody's fault. */
export async function steadyHealth(api: Api): Promise<Answer> {
  let health = await api.get('/health');
  for (let again = 0; again < 2 && health.status !== 200; again += 1) health = await api.get('/health');
  return health;
}

/** What /health says while a neighbour cannot be reached. */
export async function healthApart(api: Api, door: Pick<Door, 'cut' | 'heal'>): Promise<Answer> {
  door.cut();
  try {
    return await steadyHealth(api);
  } finally {
    door.heal();
  }
}

/** Longer than any pool waits before it connects anew. */
const HEAL_LIMIT_MS = 6_000;

/** Resolves when /health answers 200 after the database has come back. */
export async function healthy(api: Api): Promise<void> {
  for (const limit = performance.now() + HEAL_LIMIT_MS; ; await pause(25)) {
    const { status } = await api.get('/health');
    if (status === 200) return;
    if (performance.now() < limit) continue;
    const seconds = HEAL_LIMIT_MS / 1_000;
    throw new ContractBroken(`/health still answers ${status}, ${seconds} s after the database came back.`);
  }
}

/** What /health says while the database is away under a service that worked. */
export function healthWithoutDatabase(api: Api, instance: Instance): Promise<Answer> {
  return withoutDatabase(api, instance, async (health) => health);
}

/** What is seen then, from when /health says so on; a pool may take a moment to see it. */
export async function withoutDatabase<T>(
  api: Api,
  instance: Instance,
  look: (health: Answer) => Promise<T>,
): Promise<T> {
  instance.cutDatabase();
  try {
    for (const limit = performance.now() + HEAL_LIMIT_MS; ; await pause(50)) {
      const health = await api.get('/health');
      if (health.status === 503 || performance.now() > limit) return await look(health);
    }
  } finally {
    instance.healDatabase();
  }
}

/** An answer that openapi.yaml need not have. */
export interface Told {
  status: number;
  type: string;
  text: string;
}

/** Not by `api`, which compares with openapi.yaml: that has a 503 for this, but A1 asks for one from /health alone. */
export async function told(instance: Instance, path: string): Promise<Told> {
  const { signal } = new AbortController();
  const peer = { instance, transcript: new Transcript(), observe: () => undefined, signal, began: performance.now() };
  const request = { method: 'GET', url: instance.origin + path, timeoutMs: HEAL_LIMIT_MS };
  const { status, headers, text } = await exchange(peer, request);
  return { status, type: String(headers['content-type']), text };
}

/** Longer than any honest start takes to fail. */
const START_LIMIT_MS = 12_000;

/** A start with settings that are missing or impossible: how it ended, and which of them it did not name. */
export async function badStart(
  { service }: Pick<BaseContext, 'service'>,
  settings: Record<string, string | undefined>,
): Promise<{ exit: Record<string, unknown>; unnamed: string[] }> {
  const instance = await service.start({ settings });
  const exit = await Promise.race([instance.exited, pause(START_LIMIT_MS, undefined, { ref: false })]);
  const unnamed = () => Object.keys(settings).filter((name) => !instance.output().includes(name));
  // The last lines may still be under way when a process has ended.
  for (const limit = performance.now() + 1_000; unnamed().length > 0 && performance.now() < limit; ) await pause(10);
  return { exit: { 'exit code': exit ? (exit.code ?? exit.signal) : 'still running' }, unnamed: unnamed() };
}

/** What a page leads to, after at most five redirects. */
export async function landing(api: Api, path: string, left = 5): Promise<Answer> {
  const answer = await api.get(path);
  const redirected = answer.status >= 300 && answer.status < 400 && answer.location && left > 0;
  return redirected ? landing(api, new URL(answer.location ?? '', answer.url).href, left - 1) : answer;
}

export interface Stopped {
  /** Of the request that was in flight; undefined when none came. */
  answer: Answer | undefined;
  /** Whether that request had come to where it waits when SIGTERM was sent. */
  inFlight: boolean;
  /** Undefined when the process was still there after the limit. */
  exit: Exit | undefined;
}

const STOP_LIMIT_MS = 5_000;

/** Sends SIGTERM while a request is in flight, as `asked` tells, and the grader's own connections idle. */
export async function stop(instance: Instance, asking: Promise<Answer>, asked: () => boolean): Promise<Stopped> {
  const answered = asking.catch(() => undefined);
  await Promise.race([answered, until(asked)]);
  const inFlight = asked();
  await instance.signal('SIGTERM');
  const exit = await Promise.race([instance.exited, pause(STOP_LIMIT_MS, undefined, { ref: false })]);
  return { answer: await answered, inFlight, exit };
}

async function until(holds: () => boolean): Promise<void> {
  for (const limit = performance.now() + STOP_LIMIT_MS; !holds() && performance.now() < limit; ) await pause(5);
}
