import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../body.ts';
import { callOf, type Double, strike as note, openDouble } from '../double.ts';
import { answerWith, type DoubleAnswer } from '../faults.ts';
import { AddressService, type KeptAddress, membersOf } from './address-service.ts';
import { problem } from './answers.ts';
import { type KeptPerson, PersonService } from './person-service.ts';
import { type Household, type NeighbourCall, Scene, type Step, type Strike } from './scene.ts';

/** Plays Address and Person for one instance of a composite, records what they were asked, and misbehaves on demand. */
export class Neighbours implements AsyncDisposable {
  readonly addresses = new AddressService();
  readonly persons = new PersonService(this.addresses);
  readonly #doubles: Double[] = [];
  readonly #scenes: Scene[] = [];

  static async open(): Promise<Neighbours> {
    const neighbours = new Neighbours();
    for (const [name, service] of [
      ['Address', neighbours.addresses],
      ['Person', neighbours.persons],
    ] as const) {
      const double = await openDouble((request, response) => {
        neighbours.#answer(service, request, response).catch(() => response.destroy());
      }, name);
      neighbours.#doubles.push(double);
    }
    return neighbours;
  }

  get settings(): Record<'ADDRESS_URL' | 'PERSON_URL', string> {
    const [address, person] = this.#doubles;
    return { ADDRESS_URL: address?.url ?? '', PERSON_URL: person?.url ?? '' };
  }

  get ports(): number[] {
    return this.#doubles.map(({ port }) => port);
  }

  /** A household that the neighbours do not know yet. */
  scene(draft: Household): Scene {
    const kept = {
      person: (email: string) => this.persons.withEmail(email),
      address: (line1: string) => this.addresses.at(line1),
    };
    const scene = new Scene(draft, kept);
    this.#scenes.push(scene);
    return scene;
  }

  /** A household that has lived there for a while. */
  settled(draft: Household): Scene & { person: KeptPerson; address: KeptAddress } {
    const { id } = this.addresses.keep(draft.address);
    this.persons.keep(draft.person, id);
    return this.scene(draft) as Scene & { person: KeptPerson; address: KeptAddress };
  }

  /** The calls about the person or the address of any of these. */
  callsAbout(households: Household[]): NeighbourCall[] {
    const known = new Set(households.flatMap(({ person, address }) => [person.email, address.line1]));
    const theirs = this.#scenes.filter(
      ({ draft: { person, address } }) => known.has(person.email) || known.has(address.line1),
    );
    return [...new Set(theirs.flatMap((scene) => scene.calls()))];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#doubles.map((double) => double[Symbol.asyncDispose]()));
  }

  async #answer(service: AddressService | PersonService, request: IncomingMessage, response: ServerResponse) {
    const step = stepOf(request);
    const call: NeighbourCall | undefined = step && { ...callOf(request), step, body: await bodyOf(request) };
    if (!call || step?.includes('/addresses') !== (service === this.addresses))
      return answerWith(response, problem(404));
    response.once('close', () => {
      call.endedAt = performance.now();
      if (response.writableFinished) call.status = response.statusCode;
    });
    const scenes = this.#scenesOf(call);
    for (const scene of scenes) scene.record(call);
    const strike = scenes.map((scene) => scene.struck(call)).find((one) => one !== undefined);
    const effective = !strike || strike.effect || strike.how.kind === 'delay';
    await send(response, effective ? service.answer(call) : untouched, strike, () => service.answer(call));
  }

  /** A place may be that of several households. */
  #scenesOf({ step, path, query, body }: NeighbourCall): Scene[] {
    const [, collection, id = ''] = path.split('/');
    const about = decodeURIComponent(query.address ?? id);
    if (collection === 'addresses' || step === 'GET /persons') {
      const line1 = step === 'POST /addresses' ? membersOf(body).line1 : this.addresses.placeOf(about);
      return this.#scenes.filter(({ draft }) => draft.address.line1 === line1);
    }
    const email = step === 'POST /persons' ? membersOf(body).email : this.persons.emailOf(about);
    return this.#scenes.filter(({ draft }) => draft.person.email === email);
  }
}

/** The form of an answer without the deed. */
const untouched: DoubleAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":[]}' };

async function send(
  response: ServerResponse,
  answer: DoubleAnswer,
  strike: Strike | undefined,
  late: () => DoubleAnswer,
) {
  const { how, effect = true } = strike ?? {};
  if (how?.kind === 'reply') note(response, 'on purpose');
  if (how?.kind === 'held') note(response, 'held back');
  if (how?.kind === 'reply') return answerWith(response, how.answer);
  if (how?.kind !== 'held') return answerWith(response, answer, how);
  await how.until;
  answerWith(response, how.answer ?? (effect ? answer : late()));
}

function stepOf({ method = '', url = '' }: IncomingMessage): Step | undefined {
  const [path = '', query] = url.split('?');
  const template = path.replace(/^\/(addresses|persons)\/[^/]+/, '/$1/{id}');
  const step = `${method === 'HEAD' ? 'GET' : method} ${template}`;
  if (step === 'GET /persons' && query === undefined) return undefined;
  return steps.has(step) ? (step as Step) : undefined;
}

const known: Step[] = [
  'POST /addresses',
  'GET /addresses/{id}',
  'DELETE /addresses/{id}',
  'POST /persons',
  'GET /persons',
  'GET /persons/{id}',
  'DELETE /persons/{id}',
  'GET /persons/{id}/address',
  'PUT /persons/{id}/address',
];
const steps = new Set<string>(known);
