import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from '../../class/queue.ts';
import { triedOf } from '../../class/tried.ts';
import { messageOf } from '../../reason.ts';
import type { PortalParts } from '../parts.ts';
import { inWords, type State } from './in-words.ts';

/** What is new of an attempt. */
export interface News {
  id: string;
  state: State;
  text: string;
}

type Tell = (news: News) => void;

/** How often the queue is looked at, however many watch. */
const LOOK_MS = 1_000;

/** Tells any number of watchers how far attempts are, with one look at the queue for all of them. */
export class Progress {
  readonly #parts: PortalParts;
  readonly #watchers = new Set<{ ids: string[]; tell: Tell; told: Map<string, string> }>();
  #isLooking = false;

  constructor(parts: PortalParts) {
    this.#parts = parts;
  }

  /** Tells how far these attempts are, now and at each change, until it is disposed of. */
  watch(ids: string[], tell: Tell): Disposable {
    const watcher = { ids, tell, told: new Map<string, string>() };
    this.#watchers.add(watcher);
    void this.#look();
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) };
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { signal, log } = this.#parts;
    while (this.#watchers.size > 0 && !signal.aborted) {
      await this.#tellAll().catch((error) => log(`progress: ${messageOf(error)}`));
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
    this.#isLooking = false;
  }

  async #tellAll(): Promise<void> {
    const watchers = [...this.#watchers];
    const news = await this.#newsOf(new Set(watchers.flatMap(({ ids }) => ids)));
    for (const { ids, tell, told } of watchers.filter((watcher) => this.#watchers.has(watcher))) {
      for (const id of ids) {
        const item = news.get(id);
        if (!item || told.get(id) === item.text) continue;
        told.set(id, item.text);
        tell(item);
      }
    }
  }

  async #newsOf(ids: Set<string>): Promise<Map<string, News>> {
    const { knex } = this.#parts.gradebook;
    const tried = await triedOf(knex, (attempts) => attempts.whereIn('attempts.id', [...ids]));
    const waits = tried.some(({ isGraded, refusal }) => !isGraded && refusal === null);
    const first = (waits ? await Queue.places(knex) : []).filter(({ regrade }) => regrade === undefined);
    const places = new Map(first.map((place) => [place.attempt, { before: place.before }]));
    return new Map(tried.map((one) => [one.id, { id: one.id, ...inWords(one, places.get(one.id)) }]));
  }
}
