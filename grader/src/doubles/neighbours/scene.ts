import type { Call } from '../double.ts';
import type { DoubleAnswer, Fault } from '../faults.ts';
import type { KeptAddress } from './address-service.ts';
import type { KeptPerson } from './person-service.ts';

/** What a client sends of an address, or of a person. */
export type Draft = Record<string, unknown>;

/** What a check has made for itself: one person and one address, known by e-mail and first line. */
export interface Household {
  person: Draft & { email: string };
  address: Draft & { line1: string };
}

/** The operations of the two neighbours that a composite may call. */
export type Step =
  | 'POST /addresses'
  | 'GET /addresses/{id}'
  | 'DELETE /addresses/{id}'
  | 'POST /persons'
  | 'GET /persons'
  | 'GET /persons/{id}'
  | 'DELETE /persons/{id}'
  | 'GET /persons/{id}/address'
  | 'PUT /persons/{id}/address';

/** A request to one of the neighbours, and how it was answered. */
export interface NeighbourCall extends Call {
  step: Step;
  body: string;
  /** What the double answered; absent as long as it has not, and for ever when it was cut off. */
  status?: number;
  /** `performance.now()` when the answer was out or the connection ended. */
  endedAt?: number;
}

/** How a call is struck: it meets a fault, gets another answer, or waits for a promise. */
export type How =
  | Fault
  | { kind: 'reply'; answer: DoubleAnswer }
  | { kind: 'held'; until: Promise<void>; answer?: DoubleAnswer };

export interface Strike {
  step: Step;
  how: How;
  /** How many calls it strikes. */
  left: number;
  /** Whether the neighbour does what it was asked before it misbehaves. */
  effect: boolean;
  /** Told of each call it strikes. */
  onCall(call: NeighbourCall): void;
}

export interface StrikeOptions {
  times?: number;
  effect?: boolean;
}

export interface HoldOptions {
  /** Whether what was asked for is done at once. */
  effect?: boolean;
  /** What it is told in the end, instead of what is true then; nothing is done. */
  answer?: DoubleAnswer;
}

/** A call that the double keeps waiting. */
export interface Held {
  /** Resolves when it has come. */
  arrived: Promise<NeighbourCall>;
  /** Lets it be answered. */
  release(): void;
}

/** What the neighbours keep now. */
export interface Kept {
  person(email: string): KeptPerson | undefined;
  address(line1: string): KeptAddress | undefined;
}

/** An honest run asks for a household some twenty times; what a flood brings beyond this is not kept. */
const CALLS_KEPT = 1_000;

/** One household before the neighbours: the calls about it, and the faults they meet. Scenes do not disturb one another. */
export class Scene {
  readonly draft: Household;
  readonly #kept: Kept;
  readonly #calls: NeighbourCall[] = [];
  #strikes: Strike[] = [];

  constructor(draft: Household, kept: Kept) {
    this.draft = draft;
    this.#kept = kept;
  }

  /** Who has the e-mail address now. */
  get person(): KeptPerson | undefined {
    return this.#kept.person(this.draft.person.email);
  }

  /** What stands at the place now. */
  get address(): KeptAddress | undefined {
    return this.#kept.address(this.draft.address.line1);
  }

  /** The calls about this person and this address, oldest first. */
  calls(...steps: Step[]): NeighbourCall[] {
    return steps.length === 0 ? [...this.#calls] : this.#calls.filter(({ step }) => steps.includes(step));
  }

  /** Strikes such calls, every one unless `times` is given; without `effect` nothing is done. */
  strike(step: Step, how: How, { times = Number.POSITIVE_INFINITY, effect = false }: StrikeOptions = {}): void {
    this.#strikes.push({ step, how, left: times, effect, onCall: () => undefined });
  }

  /** Keeps the next such call waiting. */
  hold(step: Step, { effect = false, answer }: HoldOptions = {}): Held {
    const arrived = Promise.withResolvers<NeighbourCall>();
    const released = Promise.withResolvers<void>();
    const how: How = { kind: 'held', until: released.promise, ...(answer ? { answer } : {}) };
    this.#strikes.push({ step, how, left: 1, effect, onCall: arrived.resolve });
    return { arrived: arrived.promise, release: released.resolve };
  }

  /** Takes back all that strikes such calls; of every step when none is named. */
  heal(...steps: Step[]): void {
    this.#strikes = steps.length === 0 ? [] : this.#strikes.filter(({ step }) => !steps.includes(step));
  }

  /** For the double: what strikes this call. */
  struck(call: NeighbourCall): Strike | undefined {
    const strike = this.#strikes.find(({ step, left }) => step === call.step && left > 0);
    if (!strike) return undefined;
    strike.left -= 1;
    strike.onCall(call);
    return strike;
  }

  /** For the double. */
  record(call: NeighbourCall): void {
    if (this.#calls.length < CALLS_KEPT) this.#calls.push(call);
  }
}
