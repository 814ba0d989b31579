import { Problem } from '@seeka/kit/problem';
import { Circuit } from './circuit.ts';
import { type Answer, type Ask, ask, type Question, Unanswered } from './patience.ts';
import type { Settings } from './settings.ts';

/** What a neighbour shows. */
export interface Shown {
  etag: string;
  representation: Record<string, unknown>;
}

/** Address and Person: which call is what. Each throws `Unanswered`. */
export class Neighbours {
  readonly #addressUrl: string;
  readonly #personUrl: string;
  readonly #circuits = { address: new Circuit(), person: new Circuit() };

  constructor({ ADDRESS_URL, PERSON_URL }: Pick<Settings, 'ADDRESS_URL' | 'PERSON_URL'>) {
    this.#addressUrl = ADDRESS_URL.replace(/\/+$/, '');
    this.#personUrl = PERSON_URL.replace(/\/+$/, '');
  }

  /** Whether calls to one of them would be kept back now. */
  get areResting(): boolean {
    return this.#circuits.address.isOpen || this.#circuits.person.isOpen;
  }

  /** Undefined when there is nobody with this id. */
  async person(id: string, asked: Ask): Promise<Shown | undefined> {
    throw new Problem(501, 'TODO(4.1) Ask Person for the person.');
  }

  /** Undefined when the person has no address, or it is gone. Person asks Address for it, so it is Address that fails here. */
  async addressOf(personId: string, asked: Ask): Promise<Shown | undefined> {
    throw new Problem(501, 'TODO(4.1) Ask Person for the address of the person.');
  }

  #address(path: string, call?: Question['call']): Question {
    return { url: this.#addressUrl + path, circuit: this.#circuits.address, call };
  }

  #person(path: string, call?: Question['call']): Question {
    return { url: this.#personUrl + path, circuit: this.#circuits.person, call };
  }
}

/** The members of a JSON object; undefined for any other text. */
export function membersOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value)
      ? ((value ?? undefined) as Record<string, unknown> | undefined)
      : undefined;
  } catch {
    return undefined;
  }
}
