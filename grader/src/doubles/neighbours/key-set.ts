import type { ServerResponse } from 'node:http';
import { type Call, callOf, type Double, openDouble } from '../double.ts';
import { answerWith, type Fault } from '../faults.ts';
import { json, problem } from './answers.ts';

/** An honest run asks some ten times; what a flood brings beyond this is not kept. */
const CALLS_KEPT = 1_000;

/** Serves a JSON Web Key Set (RFC 7517) at any number of paths, each with its own faults and its own record. */
export class KeySetDouble implements AsyncDisposable {
  readonly #double: Double;
  readonly #faults = new Map<string, Fault>();
  readonly #calls: Call[] = [];

  private constructor(double: Double) {
    this.#double = double;
  }

  static async open(keys: object[]): Promise<KeySetDouble> {
    const answer = (call: Call, response: ServerResponse) => double.#answer(keys, call, response);
    const double: KeySetDouble = new KeySetDouble(
      await openDouble((request, response) => answer(callOf(request), response), 'Keys'),
    );
    return double;
  }

  get port(): number {
    return this.#double.port;
  }

  url(name: string): string {
    return `${this.#double.url}/${name}/jwks.json`;
  }

  fault(name: string, fault: Fault): void {
    this.#faults.set(name, fault);
  }

  heal(name: string): void {
    this.#faults.delete(name);
  }

  calls(name: string): Call[] {
    return this.#calls.filter(({ path }) => path.startsWith(`/${name}/`));
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#double[Symbol.asyncDispose]();
  }

  #answer(keys: object[], call: Call, response: ServerResponse): void {
    if (this.#calls.length < CALLS_KEPT) this.#calls.push(call);
    const [, name = ''] = call.path.split('/');
    answerWith(response, call.method === 'GET' ? json(200, { keys }) : problem(405), this.#faults.get(name));
  }
}
