import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from './body.ts';
import { type Call, callOf, type Double, openDouble } from './double.ts';
import { answerWith, type DoubleAnswer, type Fault } from './faults.ts';
import { type Attributing, callsAbout } from './mentions.ts';

/** A person that the double keeps. */
export interface KeptPerson {
  id: string;
  email: string;
  /** As it is shown, to the byte. */
  text: string;
}

/** A request to the double; `body` is text. */
export interface PersonCall extends Call {
  body: string;
}

/** Which requests a fault strikes: looking somebody up, making them, showing one. */
export type Step = 'find' | 'create' | 'show';

/** What a check may ask of the Person service. Everything is said of one e-mail address, so that checks run side by side. */
export interface Persons {
  /** Somebody whom Person knows already. */
  keep(email: string): KeptPerson;
  /** Whoever has this e-mail address now. */
  known(email: string): KeptPerson | undefined;
  forget(email: string): void;
  /** Strikes each such request until `heal`. */
  fault(email: string, step: Step, fault: Fault): void;
  heal(email: string, step: Step): void;
  /** The next POST finds that somebody else has made this person a moment before. */
  rival(email: string): void;
  /** The requests about this e-mail address, or about the person who has or had it. */
  calls(email: string): PersonCall[];
}

interface Entry {
  person?: KeptPerson;
  gone: string[];
  rival: boolean;
  faults: Partial<Record<Step, Fault>>;
  calls: PersonCall[];
}

/** Plays the Person service as its contract has it, as far as a log-on needs it. */
export class PersonDouble implements Persons, Attributing, AsyncDisposable {
  readonly #double: Double;
  readonly #entries = new Map<string, Entry>();
  #count = 0;

  private constructor(double: Double) {
    this.#double = double;
  }

  static async open(): Promise<PersonDouble> {
    const persons: PersonDouble = new PersonDouble(
      await openDouble((request, response) => {
        persons.#answer(request, response).catch(() => response.destroy());
      }, 'Person'),
    );
    return persons;
  }

  get url(): string {
    return this.#double.url;
  }

  get port(): number {
    return this.#double.port;
  }

  keep(email: string): KeptPerson {
    const entry = this.#entry(email);
    entry.person = this.#made({ firstName: 'Ana', lastName: 'Ruiz', email });
    return entry.person;
  }

  known(email: string): KeptPerson | undefined {
    return this.#entry(email).person;
  }

  forget(email: string): void {
    const entry = this.#entry(email);
    if (entry.person) entry.gone.push(entry.person.id);
    delete entry.person;
  }

  fault(email: string, step: Step, fault: Fault): void {
    this.#entry(email).faults[step] = fault;
  }

  heal(email: string, step: Step): void {
    delete this.#entry(email).faults[step];
  }

  rival(email: string): void {
    this.#entry(email).rival = true;
  }

  calls(email: string): PersonCall[] {
    return this.#entry(email).calls;
  }

  [callsAbout](mentioned: unknown[]): Call[] {
    return mentioned.flatMap((email) => this.#entries.get(String(email).toLowerCase())?.calls ?? []);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#double[Symbol.asyncDispose]();
  }

  #entry(email: string): Entry {
    const key = email.toLowerCase();
    const entry = this.#entries.get(key) ?? { gone: [], rival: false, faults: {}, calls: [] };
    this.#entries.set(key, entry);
    return entry;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = { ...callOf(request), body: await bodyOf(request) };
    const step = stepOf(call);
    const entry = step && this.#about(step, call);
    if (!entry) return answerWith(response, problem(404));
    entry.calls.push(call);
    const fault = entry.faults[step];
    // What is struck has no effect; what is late has.
    const done = fault === undefined || fault.kind === 'delay';
    answerWith(response, done ? this.#done(step, call, entry) : json(200, '{"data":[]}'), fault);
  }

  #about(step: Step, { path, query, body }: PersonCall): Entry | undefined {
    if (step === 'find') return this.#entry(query.email ?? '');
    if (step === 'create') return this.#entry(String(membersOf(body).email));
    const id = path.slice('/persons/'.length);
    return [...this.#entries.values()].find(({ person, gone }) => person?.id === id || gone.includes(id));
  }

  #done(step: Step, { body }: PersonCall, entry: Entry): DoubleAnswer {
    if (step === 'find')
      return json(200, `{"data":[${entry.person?.text ?? ''}],"links":[{"rel":"self","href":"/persons"}]}`);
    if (step === 'show') return entry.person ? json(200, entry.person.text) : problem(404);
    const taken = entry.person !== undefined || entry.rival;
    entry.person ??= this.#made(membersOf(body));
    entry.rival = false;
    return taken ? problem(409) : json(201, entry.person.text, { location: `/persons/${entry.person.id}` });
  }

  /** With members that nobody here knows, and white space that no program writes. */
  #made(members: Record<string, unknown>): KeptPerson {
    this.#count += 1;
    const id = `p-${this.#count}`;
    const links = [{ rel: 'self', href: `/persons/${id}` }];
    const text = JSON.stringify({ since: { year: 2027, by: ['é', null] }, id, ...members, links }).replace(':', ' :  ');
    return { id, email: String(members.email), text };
  }
}

function stepOf({ method, path }: Call): Step | undefined {
  if (path === '/persons') return ({ GET: 'find', POST: 'create' } as const)[method];
  return method === 'GET' && /^\/persons\/[^/]+$/.test(path) ? 'show' : undefined;
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function json(status: number, body: string, headers: Record<string, string> = {}): DoubleAnswer {
  return { status, headers: { 'content-type': 'application/json', etag: '"1"', ...headers }, body };
}

function problem(status: number): DoubleAnswer {
  const body = JSON.stringify({ type: 'about:blank', title: 'Refused', status, detail: 'Refused.', instance: '/' });
  return { status, headers: { 'content-type': 'application/problem+json' }, body };
}
