import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Held, Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { type Context, created, type Holder, holder, later, newcomer, resident, statusOf } from './acting.ts';

/** A request during which the service is killed, and what it led to. */
export interface Plot {
  scene: Scene;
  holder: Holder;
  /** Of the operation; undefined of a `DELETE`, and when the answer did not come or was not to come. */
  path?: string | undefined;
  /** With which the request came, but that of 'link made', whose trace the service begins. */
  traceId: string;
  /** The call that the service is killed in. */
  step: Step;
  held: Held;
  /** The call was `POST /addresses`. */
  doubtful: boolean;
  /** Whether the call came that the service is killed in, and the 202 before it. */
  reached: boolean;
  /** `performance.now()` when the service was started again. */
  restartedAt: number;
  /** Whether the neighbours showed what is right before anybody asked, and in time. */
  settled: boolean;
  /** The operation, when it had ended or the time was over. */
  end?: Answer;
}

/** The moments of a kill: which call was under way, and whether the neighbour had done it already. */
const moments = {
  'address made': ['POST /addresses', true],
  'address not made': ['POST /addresses', false],
  'person made': ['POST /persons', true],
  'person not made': ['POST /persons', false],
  'person refused': ['POST /persons', false],
  'link made': ['PUT /persons/{id}/address', true],
  'link not made': ['PUT /persons/{id}/address', false],
  'person undone': ['DELETE /persons/{id}', true],
  'address not undone': ['DELETE /addresses/{id}', false],
  'person deleted': ['DELETE /persons/{id}', true],
  'address not deleted': ['DELETE /addresses/{id}', false],
  'person made while a client waits': ['POST /persons', true],
  'link not made while a client waits': ['PUT /persons/{id}/address', false],
} as const satisfies Record<string, [Step, boolean]>;

export type Moment = keyof typeof moments;
export type Plots = Record<Moment, Plot>;

const refused = { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) } as const;

/** Begins one operation for each moment, and waits until all have come to it: a busy machine gets more than one try. */
export async function beginAll(context: Context): Promise<Plots> {
  for (let left = TRIES - 1; ; left -= 1) {
    const plots = await beginEach(context);
    if (left === 0 || Object.values(plots).every(({ reached }) => reached)) return plots;
    for (const { held } of Object.values(plots)) held.release();
    recover(plots);
  }
}

async function beginEach(context: Context): Promise<Plots> {
  const first = Promise.withResolvers<void>();
  const over = Promise.race([first.promise, pause(PATIENCE_MS)]).then(() => pause(HELD_MS, false));
  const begun = (Object.keys(moments) as Moment[]).map(async (moment) => {
    const { plot, arrived } = await begin(context, moment);
    arrived.then(() => first.resolve());
    plot.reached = await Promise.race([arrived, over]);
    return [moment, plot] as const;
  });
  return Object.fromEntries(await Promise.all(begun)) as Plots;
}

async function begin(context: Context, moment: Moment): Promise<{ plot: Plot; arrived: Promise<boolean> }> {
  const [step, effect] = moments[moment];
  const isDelete = moment.endsWith('deleted');
  const isAwaited = moment.endsWith('waits');
  const who = isDelete ? await resident(context) : { scene: newcomer(context), holder: await holder(context) };
  const { scene } = who;
  if (moment === 'person undone') scene.strike('PUT /persons/{id}/address', refused);
  if (moment === 'address not undone') scene.strike('POST /persons', refused);
  const plot: Plot = {
    ...{ scene, holder: who.holder },
    traceId: context.make.traceId(),
    step,
    held: scene.hold(step, { effect }),
    doubtful: step === 'POST /addresses',
    reached: false,
    settled: false,
    restartedAt: 0,
  };
  const headers = {
    ...(moment === 'link made' ? {} : { traceparent: `00-${plot.traceId}-00f067aa0ba902b7-01` }),
    ...(isAwaited ? {} : later),
    'idempotency-key': context.make.key(),
  };
  const asking = isDelete
    ? who.holder.delete(`/profiles/${scene.person?.id}`, { ifMatch: '*', headers })
    : who.holder.post(scene.draft, { headers });
  const answered = asking.then(
    ({ status, location, url }) => {
      if (status === 202) plot.path = new URL(location ?? '/no-location', url).pathname;
    },
    () => undefined,
  );
  return {
    plot,
    arrived: Promise.all([plot.held.arrived, isDelete || isAwaited ? undefined : answered]).then(() => true),
  };
}

/** Until the first call comes. */
const PATIENCE_MS = 2_000;
/** How long it is kept waiting for the last: a call that waits longer may be given up. */
const HELD_MS = 900;
const TRIES = 4;
/** A call and its repeats. */
const MOST_TRIES = 3;

/** The neighbours are well again, but that Person refuses two of the persons now, and of one she says nothing at first. */
export function recover(plots: Plots): void {
  for (const { scene } of Object.values(plots)) scene.heal();
  plots['person made'].scene.strike('POST /persons', { kind: 'status', status: 503 }, { times: MOST_TRIES });
  for (const moment of ['person refused', 'address made'] as const)
    plots[moment].scene.strike('POST /persons', refused);
}

/** For so long Person is unwell after the restart, where she is. */
const UNWELL_MS = 1_000;
/** What was under way is to have ended within 4 s of the neighbours answering; a second more for a busy machine. */
const END_MS = UNWELL_MS + 5_000;

/** What an operation may take longer to say that it has ended. */
const SAID_MS = 1_000;

/** Waits until every operation has ended, or the time is over. Nothing is asked before the neighbours show it. */
export async function settle(plots: Plots, at: (holder: Holder) => Holder): Promise<void> {
  const [now, all] = [performance.now(), Object.values(plots)];
  const limit = now + END_MS;
  while (!all.every(isSettled) && performance.now() < limit) {
    await pause(30);
    if (performance.now() > now + UNWELL_MS) plots['person made'].scene.heal();
  }
  for (const plot of all) plot.settled = isSettled(plot);
  const until = Math.max(limit, performance.now() + SAID_MS);
  await Promise.all(all.map((plot) => end(plot, at(plot.holder), until)));
}

async function end(plot: Plot, who: Holder, limit: number): Promise<void> {
  if (plot.path === undefined) return;
  do {
    plot.end = await who.get(plot.path);
    if (statusOf(plot.end) !== 'running') return;
    await pause(30);
  } while (performance.now() < limit);
}

/** An address whose answer was lost stays, also when nothing is made of it. */
function isSettled({ scene, doubtful }: Pick<Plot, 'scene' | 'doubtful'>): boolean {
  return isConsistent(scene) || (doubtful && scene.person === undefined);
}

/** One person who lives at the address, or nobody and nothing. */
export function isConsistent({ person, address }: Scene): boolean {
  return person === undefined ? address === undefined : address !== undefined && person.addressId === address.id;
}

/** A profile made before the kill, and the same request again afterwards. */
export interface Repeated {
  first: Answer;
  again(at: (holder: Holder) => Holder): Promise<Answer>;
  /** The profile, read by who has made it. */
  read(at: (holder: Holder) => Holder): Promise<Answer>;
}

export async function madeBefore(context: Context): Promise<Repeated> {
  const { holder: who, key, scene, answer } = await created(context);
  return {
    first: answer,
    again: (at) => at(who).post(scene.draft, { headers: { 'idempotency-key': key } }),
    read: (at) => at(who).get(new URL(String(answer.location), answer.url).pathname),
  };
}
