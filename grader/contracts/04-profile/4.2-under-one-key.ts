import { mediaType } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { countStatuses, times } from '../01-address/reading.ts';
import { type Context, type Created, created, holder, newcomer, posted } from './acting.ts';
import { onceFree } from './again.ts';
import { restarted } from './lifecycle.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.2');
const demands = ['doubles'] as const;
const needs = ['create.status'];

check(
  'key.missing',
  'a POST without Idempotency-Key is refused with 400, without a call',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    expect(await (await holder(context)).post(scene.draft)).toBeProblem(400);
    expect(scene.calls()).toEqual([]);
  },
);

/** What a replay must be the same in. */
function recordOf({ answer }: Pick<Created, 'answer'>) {
  const { status, location, etag, headers, text } = answer;
  return { status, location, etag, type: mediaType(headers), text };
}

/** The same request again. */
function again(context: Context, { scene, holder: who, key }: Omit<Created, 'answer' | 'path'>) {
  return posted(context, scene, { holder: who, key });
}

check(
  'key.replayed',
  'the same key and the same bytes once more: the 201 is replayed, to the byte, and nothing is made',
  { clause: 'C, E, Idempotency-Key draft §2.6', needs: ['create.same'], demands: [...demands] },
  async (context) => {
    const first = await created(context);
    const before = first.scene.calls('POST /addresses', 'POST /persons').length;
    expect(recordOf(await again(context, first))).toEqual(recordOf(first));
    expect(first.scene.calls('POST /addresses', 'POST /persons')).toHaveLength(before);
  },
);

check(
  'key.past',
  'the replay is what was answered then, also when the person has changed since',
  { clause: 'C, E', needs: ['key.replayed'], demands: [...demands] },
  async (context) => {
    const first = await created(context);
    context.neighbours.persons.touch(first.scene.person?.id ?? '');
    expect(recordOf(await again(context, first))).toEqual(recordOf(first));
  },
);

check(
  'key.other-body',
  'the same key with another body, be it another person or another address alone, is refused with 422',
  { clause: 'C, E', needs: ['key.replayed'], demands: [...demands] },
  async (context) => {
    const { holder: who, key, scene } = await created(context);
    const other = newcomer(context);
    const headers = { 'idempotency-key': key };
    for (const body of [
      other.draft,
      { ...scene.draft, person: other.draft.person },
      { ...other.draft, person: scene.draft.person },
    ]) {
      expect(await who.post(body, { headers })).toBeProblem(422);
    }
    expect(other.calls()).toEqual([]);
  },
);

check(
  'key.own',
  'keys are those of one sub: two people with one key make two profiles, also when sub and key read alike together; so do two keys that differ in case alone, or only at their end',
  { clause: 'E', needs: ['key.replayed'], demands: [...demands] },
  async (context) => {
    const first = await created(context);
    const other = await created(context, { key: first.key });
    expect(other.scene.person?.id ?? 'nobody').not.toBe(first.scene.person?.id);
    await created(context, { holder: first.holder, key: first.key.toUpperCase() });
    const long = context.random.text(250);
    for (const end of ['a', 'b']) await created(context, { holder: first.holder, key: `${long}${end}` });
    const [sub, key] = [context.make.sub(), context.random.text(12)];
    for (const between of ['', ':']) {
      await created(context, { holder: await holder(context, sub), key: `x${between}${key}` });
      await created(context, { holder: await holder(context, `${sub}${between}x`), key });
    }
  },
);

check(
  'key.in-flight',
  'the same key while the first request is under way: 409 with Retry-After, or the 201; and one person',
  { clause: 'E', needs: ['key.replayed'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const [who, key] = [await holder(context), context.make.key()];
    const held = scene.hold('POST /addresses');
    const first = posted(context, scene, { holder: who, key });
    await Promise.race([held.arrived, first]);
    const second = posted(context, scene, { holder: who, key });
    // Whoever refuses does it at once; whoever waits, waits for this.
    await Promise.race([second, new Promise((over) => setTimeout(over, 300).unref())]);
    held.release();
    const { answer } = await second;
    expect({ first: (await first).answer.status }).toEqual({ first: 201 });
    expect([201, 409]).toContain(answer.status);
    if (answer.status === 409) expect(answer.headers['retry-after'] ?? 'absent').not.toBe('absent');
    else expect(answer.location).toBe((await first).answer.location);
    expect(scene.calls('POST /persons')).toHaveLength(1);
  },
);

check(
  'key.again',
  'only success is recorded: after a refusal the same key begins anew',
  { clause: 'E', needs: ['key.replayed', 'refused.address'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const refusal = { kind: 'reply', answer: problem(422, { pointers: ['/city'] }) } as const;
    scene.strike('POST /addresses', refusal, { times: 1 });
    const first = await posted(context, scene);
    expect(first.answer).toBeProblem(422);
    expect((await onceFree(() => again(context, first))).answer).toHaveStatus(201);
  },
);

check(
  'key.any-body',
  'after a refusal the same key begins a new operation with another body, too',
  { clause: 'E', needs: ['key.again'], demands: [...demands] },
  async (context) => {
    const [scene, other] = [newcomer(context), newcomer(context)];
    scene.strike('POST /addresses', { kind: 'reply', answer: problem(422, { pointers: ['/city'] }) });
    const { holder: who, key } = await posted(context, scene);
    const { answer } = await onceFree(() => posted(context, other, { holder: who, key }), 422);
    expect(answer).toHaveStatus(201);
  },
);

check(
  'key.person',
  'each operation has an Idempotency-Key of its own for POST /persons, whatever key and trace its client sent',
  { clause: 'E', needs: ['key.own'], demands: [...demands] },
  async (context) => {
    const key = context.make.key();
    const headers = { traceparent: `00-${context.make.traceId()}-00f067aa0ba902b7-01` };
    const made = await Promise.all(times(3, () => created(context, { key, headers })));
    const keys = made.flatMap(({ scene }) =>
      scene.calls('POST /persons').map((call) => call.headers['idempotency-key']),
    );
    expect(keys).toEqual(times(3, () => expect.any(String)));
    expect(new Set(keys).size).toBe(3);
  },
);

check(
  'key.race',
  'of racing requests with one key one makes the profile, and the others get 409 with Retry-After, or the same 201',
  { clause: 'E', needs: ['key.in-flight'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const [who, key] = [await holder(context), context.make.key()];
    const answers = (await Promise.all(times(8, () => posted(context, scene, { holder: who, key })))).map(
      ({ answer }) => answer,
    );
    const { 201: made = 0, 409: refused = 0 } = countStatuses(answers);
    expect({ 'made or refused': made + refused, 'at least one made': made > 0 }).toEqual({
      'made or refused': 8,
      'at least one made': true,
    });
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expect(answer.headers['retry-after'] ?? 'absent').not.toBe('absent');
    }
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
    expect(scene.calls('POST /persons')).toHaveLength(1);
  },
);

check(
  'key.restart',
  'the 201 is replayed after kill -9 and a restart too, and who made the profile opens it',
  { clause: 'C, E, A16', needs: ['key.replayed', 'health.ok'], demands: ['doubles', 'lifecycle'], at: 'lifecycle' },
  async (context) => {
    const { first, again: repeated, read } = await restarted(context);
    const [status, replayed, opened] = [first, repeated, read].map((answer) => answer?.status ?? 'no answer');
    expect({ first: status, again: replayed, 'GET of the profile': opened }).toEqual({
      ...{ first: 201, again: 201, 'GET of the profile': 200 },
    });
    expect(repeated && recordOf({ answer: repeated })).toEqual(first && recordOf({ answer: first }));
  },
);
