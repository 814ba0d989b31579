import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Scene, Step } from '../../src/doubles/neighbours/scene.ts';
import { shown } from '../01-address/reading.ts';
import { type Context, inTurn, newcomer, posted, resident, until } from './acting.ts';
import { isConsistent } from './durable.ts';
import { keptFailing, writesRepeated } from './retries.ts';
import { inFlight, keptBusy } from './slow-writes.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.5');
const demands = ['doubles', 'lifecycle'] as const;
const needs = ['create.status'];

const reads: Step[] = ['GET /persons/{id}', 'GET /persons/{id}/address'];
const writes: Step[] = ['POST /addresses', 'POST /persons', 'PUT /persons/{id}/address'];
const unwell = { kind: 'status', status: 500 } as const;
const cut = { kind: 'cut' } as const;

/** A profile is read as a whole, though one call fails like this. */
async function readsThrough(context: Context, step: Step, how: typeof unwell | typeof cut): Promise<void> {
  const { scene, holder, path } = await resident(context);
  scene.strike(step, how, { times: 1 });
  const answer = await holder.get(path);
  expect({ 'a failure of': step, status: answer.status, unavailable: shown(answer).unavailable ?? 'nothing' }).toEqual({
    'a failure of': step,
    status: 200,
    unavailable: 'nothing',
  });
}

/** A profile is made, though one call fails like this. */
async function writesThrough(
  context: Context,
  step: Step,
  how: typeof unwell | typeof cut,
  effect: boolean,
): Promise<void> {
  const scene = newcomer(context);
  scene.strike(step, how, { times: 1, effect });
  expectMade(step, scene, (await posted(context, scene)).answer);
}

function expectMade(step: Step, { person, address }: Scene, { status }: Answer): void {
  expect({ 'a failure of': step, status }).toEqual({ 'a failure of': step, status: 201 });
  expect(person?.addressId ?? 'not linked').toBe(address?.id);
}

check(
  'repeat.read',
  'one failure of a neighbour (5xx) is not seen by who reads',
  { clause: 'E', needs: ['read.unavailable'], demands: [...demands], at: 'repeats' },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      await Promise.all(reads.map((step) => readsThrough(there, step, unwell)));
    }),
);

check(
  'repeat.write',
  'one failure of a neighbour (5xx) is not seen by who writes',
  { clause: 'E', needs, demands: [...demands], at: 'repeats' },
  async (context) => {
    for (const { step, scene, answer } of await writesRepeated(context)) expectMade(step, scene, answer);
  },
);

check(
  'repeat.cut',
  'a connection that is cut before the answer is not seen, whether what was asked for had been done or not',
  { clause: 'E', needs: ['repeat.read', 'repeat.write'], demands: [...demands], at: 'repeats' },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      // Four at Person: a fifth in a row would open its circuit.
      await Promise.all([
        readsThrough(there, 'GET /persons/{id}', cut),
        ...writes.map((step) => writesThrough(there, step, cut, true)),
        writesThrough(there, 'POST /persons', cut, false),
      ]);
    }),
);

check(
  'repeat.most',
  'a call that keeps failing is repeated once or twice, and no more, before the client is told',
  { clause: 'E', needs: ['repeat.read', 'repeat.write'], demands: [...demands], at: 'repeats' },
  async (context) => {
    const { read, write, readCalls, writeCalls } = await keptFailing(context);
    expect(read).toBeProblem(503);
    expect(write).toBeProblem(503);
    expect(write.headers['retry-after'] ?? 'absent').not.toBe('absent');
    for (const { length: calls } of [readCalls, writeCalls]) {
      expect({ calls }).toEqual({ calls: calls === 2 ? 2 : 3 });
    }
  },
);

check(
  'repeat.made',
  'an address that only the repeat has made (201) is the operation’s own: when the person is refused, it is deleted',
  { clause: 'E', needs: ['undo.address', 'repeat.write'], demands: [...demands], at: 'repeats' },
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      const scene = newcomer(there);
      scene.strike('POST /addresses', unwell, { times: 1 });
      scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
      expect((await posted(there, scene)).answer).toBeProblem(422);
      await until(() => scene.calls('DELETE /addresses/{id}').length > 0, 'Nobody has deleted the address');
    }),
);

check(
  'repeat.final',
  'a 4xx is final: the call is not repeated',
  { clause: 'E', needs: ['repeat.read', 'repeat.write', 'refused.otherwise'], demands: ['doubles'] },
  async (context) => {
    for (const [step, status] of [
      ['POST /addresses', 422],
      ['POST /addresses', 429],
      ['POST /persons', 400],
      ['POST /persons', 409],
      ['PUT /persons/{id}/address', 404],
    ] as [Step, number][]) {
      const scene = newcomer(context);
      scene.strike(step, { kind: 'reply', answer: problem(status) });
      await posted(context, scene);
      expect({ [`${step} → ${status}`]: scene.calls(step).length }).toEqual({ [`${step} → ${status}`]: 1 });
    }
  },
);

check(
  'repeat.in-flight',
  'a 409 of Person with Retry-After means that the key is in flight: the call is made again, same key and same bytes',
  { clause: 'E, C', needs: ['repeat.write', 'refused.email'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('POST /persons', { kind: 'reply', answer: inFlight }, { times: 1 });
    const { answer } = await posted(context, scene);
    expect(answer).not.toHaveStatus(409);
    // It may be told at once that the person is in doubt; then the key is cleared up afterwards.
    await until(() => scene.calls('POST /persons').length > 1, 'POST /persons has not been made again');
    const [first, second] = scene.calls('POST /persons').map(({ headers, body }) => [headers['idempotency-key'], body]);
    expect(second).toEqual(first);
  },
);

check(
  'repeat.in-doubt',
  'when the key stays in flight, the client is told 503 or 504, and the person is cleared up afterwards',
  { clause: 'E', needs: ['repeat.in-flight', 'undo.in-doubt'], demands: ['doubles'] },
  async (context) => {
    const { scene, answer, asked } = await keptBusy(context);
    expect([503, 504]).toContain(answer.status);
    await until(() => scene.calls('POST /persons').length > asked, 'POST /persons has not been made again');
    await until(() => isConsistent(scene), 'The person has not been undone, and does not live at the address');
  },
);
