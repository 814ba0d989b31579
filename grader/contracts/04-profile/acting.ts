import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, linksOf } from '../../src/answer.ts';
import type { Api, SendOptions } from '../../src/api.ts';
import type { BaseContext } from '../../src/check.ts';
import type { KeptAddress } from '../../src/doubles/neighbours/address-service.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { KeptPerson } from '../../src/doubles/neighbours/person-service.ts';
import type { Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { ContractBroken } from '../../src/reason.ts';
import type { Different } from './signer.ts';
import type { Group, ProfileContext } from './world.ts';

export type Context = BaseContext & ProfileContext;

/** Somebody who holds a token, and sends it with every request. */
export class Holder {
  readonly sub: string;
  readonly authorization: string;
  readonly #api: Api;

  constructor(api: Api, sub: string, token: string) {
    this.#api = api;
    this.sub = sub;
    this.authorization = `Bearer ${token}`;
  }

  get = (path: string, options?: SendOptions) => this.#api.get(path, this.#with(options));
  head = (path: string, options?: SendOptions) => this.#api.head(path, this.#with(options));
  options = (path: string, options?: SendOptions) => this.#api.options(path, this.#with(options));
  delete = (path: string, options?: SendOptions) => this.#api.delete(path, this.#with(options));
  post = (body: unknown, options?: SendOptions) => this.#api.post('/profiles', body, this.#with(options));

  /** The same person at another instance. */
  at(api: Api): Holder {
    return new Holder(api, this.sub, this.authorization.slice('Bearer '.length));
  }

  #with({ headers = {}, ...options }: SendOptions = {}): SendOptions {
    return { ...options, headers: { authorization: this.authorization, ...headers } };
  }
}

export async function holder({ api, make, signer }: Context, sub = make.sub(), different?: Different): Promise<Holder> {
  return new Holder(api, sub, await signer.token(sub, different));
}

/** A person who lives somewhere and holds a token. */
export interface Resident {
  scene: Scene & { person: KeptPerson; address: KeptAddress };
  holder: Holder;
  /** Of the profile. */
  path: string;
}

export async function resident(context: Context): Promise<Resident> {
  const scene = context.neighbours.settled(context.make.household());
  return { scene, holder: await holder(context, scene.person.id), path: `/profiles/${scene.person.id}` };
}

/** The ETag of a profile that was read; throws a plain reason when it was not, or has none. */
export function tagIn({ status, etag }: Answer): string {
  const sides = { expected: '200', received: String(status) };
  if (status !== 200) throw new ContractBroken(`GET of the profile answered ${status}, wanted 200.`, sides);
  if (etag === undefined) throw new ContractBroken('GET of the profile answered 200 without an ETag.');
  return etag;
}

/** How a profile is asked for, where it is not asked for as usual. */
export interface Wish {
  holder?: Holder;
  key?: string;
  headers?: Record<string, string>;
}

export interface Posted {
  scene: Scene;
  holder: Holder;
  key: string;
  answer: Answer;
}

/** Asks for a profile of this household. */
export async function posted(context: Context, scene: Scene, wish: Wish = {}): Promise<Posted> {
  const { holder: who = await holder(context), key = context.make.key(), headers } = wish;
  const answer = await who.post(scene.draft, { headers: { 'idempotency-key': key, ...headers } });
  return { scene, holder: who, key, answer };
}

export type Created = Posted & { path: string };

/** A profile that was made; throws a plain reason when there is none. */
export async function created(context: Context, wish?: Wish, scene = newcomer(context)): Promise<Created> {
  const made = await posted(context, scene, wish);
  return { ...made, path: placeOf(made.answer, 201) };
}

/** A household that nobody knows yet. */
export function newcomer({ neighbours, make }: Context): Scene {
  return neighbours.scene(make.household());
}

export const later = { prefer: 'respond-async' };

/** An operation that goes on after the answer; throws a plain reason when it does not. */
export async function begun(context: Context, scene: Scene, wish: Wish = {}): Promise<Created> {
  const made = await posted(context, scene, { ...wish, headers: { ...later, ...wish.headers } });
  return { ...made, path: placeOf(made.answer, 202) };
}

/** Where an answer's Location leads, absolute. */
function placeOf({ status, location, url }: Answer, wanted: number): string {
  if (status !== wanted) {
    const sides = { expected: String(wanted), received: String(status) };
    throw new ContractBroken(`POST /profiles answered ${status}, wanted ${wanted}.`, sides);
  }
  if (location === undefined) throw new ContractBroken(`POST /profiles answered ${status} without a Location header.`);
  return new URL(location, url).href;
}

/** What goes on behind an answer is to be done within 4 s; a second more for a busy machine. */
const PATIENCE_MS = 5_000;

/** Waits until something holds; throws a plain reason when it does not come to that. */
export async function until(holds: () => boolean, otherwise: string): Promise<void> {
  for (const limit = performance.now() + PATIENCE_MS; !holds(); await pause(10)) {
    if (performance.now() > limit) throw new ContractBroken(`${otherwise}, ${PATIENCE_MS / 1_000} s later.`);
  }
}

/** An operation after its end: the last answer of those that were asked for. */
export async function ended(who: Holder, path: string): Promise<Answer> {
  for (const limit = performance.now() + PATIENCE_MS; ; await pause(50)) {
    const answer = await who.get(path);
    if (answer.status !== 200 || statusOf(answer) !== 'running') return answer;
    if (performance.now() > limit) throw new ContractBroken(`The operation still runs after ${PATIENCE_MS / 1_000} s.`);
  }
}

export function statusOf({ body }: Answer): unknown {
  return (body as { status?: unknown } | undefined)?.status;
}

/** The status of each step of an operation, by name. */
export function stepsOf({ body }: Answer): Record<string, unknown> {
  const { steps } = (body ?? {}) as { steps?: unknown };
  if (!Array.isArray(steps)) return {};
  return Object.fromEntries(steps.map((step) => [String(step?.name), step?.status]));
}

/** Absolute; undefined when there is no such link. */
export function linkOf({ body, url }: Answer, rel: string): string | undefined {
  const link = linksOf(body).find((one) => one.rel === rel);
  return link && new URL(link.href, url).href;
}

/** Lets a later operation be undone, after which an earlier one that was to be undone has been. */
export async function whileOthersAreUndone(context: Context): Promise<void> {
  const scene = newcomer(context);
  context.neighbours.persons.keep({ ...scene.draft.person });
  await posted(context, scene);
  await until(() => scene.calls('DELETE /addresses/{id}').length > 0, 'A later operation is not undone');
}

/** A call is answered with 503 after so many ms, and its repeat with what is true after as many. */
export function failOnce(scene: Scene, step: Step, ms: number): void {
  const { arrived, release } = scene.hold(step, { answer: problem(503) });
  arrived.then(() => setTimeout(release, ms));
  scene.strike(step, { kind: 'delay', ms });
}

/** The check at another instance than the main one, with its neighbours. */
export async function on(context: Context, group: Group): Promise<Context> {
  const { neighbours } = context.around(group);
  return { ...context, api: context.api.on(await context.service.at(group)), neighbours };
}

/** Lets neighbours of an instance fail: one check after the other, and circuits are closed when the next begins. */
export function inTurn<T>(context: Context, group: Group, body: (context: Context) => Promise<T>): Promise<T> {
  return context.around(group).turn(async () => {
    const there = await on(context, group);
    try {
      return await body(there);
    } finally {
      await calm(there);
    }
  });
}

/** A read that succeeds: no circuit is open after it, and none has failures to count. */
export async function calm(context: Context): Promise<void> {
  const { holder: who, path } = await resident({ ...context, api: context.api.aside(), make: context.aside });
  const isWhole = async () => {
    const { status, body } = await who.get(path);
    return status === 200 && (body as { unavailable?: unknown } | undefined)?.unavailable === undefined;
  };
  for (const limit = performance.now() + 3_000; !(await isWhole()) && performance.now() < limit; ) await pause(50);
}
