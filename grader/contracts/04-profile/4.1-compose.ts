import { setTimeout as pause } from 'node:timers/promises';
import { linksOf } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { json, noContent, problem } from '../../src/doubles/neighbours/answers.ts';
import { shown } from '../01-address/reading.ts';
import { calm, holder, resident } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.1');
const demands = ['doubles'] as const;
const needs = ['read.both'];

/** Whether it counts as a failed call is free: so a whole read comes between two. */
const unreadable = { kind: 'body', text: '{"id":' } as const;

check(
  'read.both',
  'GET of a profile shows the person and the address as the neighbours show them, null too, and nothing is unavailable',
  { clause: 'E', demands: [...demands] },
  async (context) => {
    const { scene, holder: who, path } = await resident(context);
    scene.person.representation = { ...scene.person.representation, phone: null };
    const answer = await who.get(path);
    expect(answer).toHaveStatus(200);
    const { person, address, unavailable } = shown(answer);
    expect({ person, address }).toEqual({
      person: scene.person.representation,
      address: scene.address.representation,
    });
    expect(unavailable ?? 'absent').toBe('absent');
  },
);

check(
  'read.links',
  'the link self of a profile leads to the profile',
  { clause: 'A12', needs, demands: [...demands] },
  async (context) => {
    const { scene, holder: who, path } = await resident(context);
    const answer = await who.get(path);
    expect(linksOf(answer.body).map(({ rel }) => rel)).toContain('self');
    const there = await who.get(context.api.href(answer, 'self'));
    expect(shown(there).person).toEqual(scene.person.representation);
  },
);

/** Longer than a service takes to send two calls, shorter than the time limit of one. */
const TOGETHER_MS = 900;

check(
  'read.parallel',
  'the person and the address are asked for side by side: each call is sent before the other is answered',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const { scene, holder: who, path } = await resident(context);
    const held = [scene.hold('GET /persons/{id}'), scene.hold('GET /persons/{id}/address')];
    const answered = who.get(path);
    const arrivals = held.map(({ arrived }) => arrived);
    // Counted from the first: until then the service may have to fetch its keys.
    await Promise.race([...arrivals, answered]);
    await Promise.race([Promise.all(arrivals), pause(TOGETHER_MS, undefined, { ref: false })]);
    const asked = scene.calls().map(({ step }) => step);
    for (const { release } of held) release();
    expect((await answered).status).toBe(200);
    expect(asked.sort()).toEqual(['GET /persons/{id}', 'GET /persons/{id}/address']);
  },
);

check(
  'read.no-address',
  'of a person who lives nowhere, or whose address is gone, the profile shows null for the address',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const { neighbours, make } = context;
    const { person } = neighbours.scene(make.household()).draft;
    const { id } = neighbours.persons.keep(person);
    const gone = await resident(context);
    neighbours.addresses.forget(gone.scene.address.id);
    for (const answer of [await (await holder(context, id)).get(`/profiles/${id}`), await gone.holder.get(gone.path)]) {
      expect(answer).toHaveStatus(200);
      const { address, unavailable } = shown(answer);
      expect({ address: address ?? null, unavailable: unavailable ?? 'absent' }).toEqual({
        address: null,
        unavailable: 'absent',
      });
    }
  },
);

check(
  'read.nobody',
  'the profile of somebody whom Person does not know (any more) is answered with 404, whatever becomes of the address',
  { clause: 'E, A6', needs, demands: [...demands] },
  async (context) => {
    const { scene, holder: who, path } = await resident(context);
    context.neighbours.persons.forget(scene.person.id);
    expect(await who.get(path)).toBeProblem(404);
    scene.strike('GET /persons/{id}/address', { kind: 'reply', answer: problem(403) });
    expect(await who.get(path)).toBeProblem(404);
  },
);

check(
  'read.person-odd',
  'when Person answers anything but 200, 304 or 404, or no JSON object, the profile is answered with 503',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const answers = [...[403, 410, 429].map((status) => problem(status)), noContent, json(200, [])];
    for (const how of [
      ...answers.map((answer) => ({ kind: 'reply', answer }) as const),
      ...([{ kind: 'status', status: 203 }, unreadable] as const),
    ]) {
      const { scene, holder: who, path } = await resident(context);
      scene.strike('GET /persons/{id}', how, { effect: true });
      expect(await who.get(path)).toBeProblem(503);
      await calm(context);
    }
  },
);

check(
  'read.unavailable',
  'when the address is answered with neither 200, 304 nor 404, or is no JSON object, it is null, and named as unavailable',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const elsewhere = await resident(context);
    for (const how of [
      ...[problem(403), problem(410), noContent].map((answer) => ({ kind: 'reply', answer }) as const),
      { kind: 'status', status: 203 },
      ...[json(200, []), json(200, null)].map((answer) => ({ kind: 'reply', answer }) as const),
      unreadable,
      { kind: 'redirect', location: `/persons/${elsewhere.scene.person.id}/address` },
    ] as const) {
      const { scene, holder: who, path } = await resident(context);
      scene.strike('GET /persons/{id}/address', how, { effect: true });
      const answer = await who.get(path);
      expect(answer).toHaveStatus(200);
      const { person, address, unavailable } = shown(answer);
      expect({ person, address: address ?? null, unavailable }).toEqual({
        person: scene.person.representation,
        address: null,
        unavailable: ['address'],
      });
      await calm(context);
    }
  },
);

check(
  'problem.unknown-path',
  'an unknown path is answered with 404, as a problem',
  { clause: 'A3', needs, demands: [...demands] },
  async (context) => {
    const { holder: who } = await resident(context);
    expect(await who.get(`/${context.random.text(10)}`)).toBeProblem(404);
  },
);

/** W3C Trace Context §3.2: version, trace id, parent id, flags; neither id all zeros. */
const trace = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

check(
  'trace.begun',
  'without a valid traceparent a fresh one goes out with each call, and each request has a trace of its own',
  { clause: 'A17, W3C Trace Context §3.2, §4.3', needs, demands: [...demands] },
  async (context) => {
    const [traceId, parentId] = [context.make.traceId(), '00f067aa0ba902b7'];
    const begun = new Set<string>();
    for (const traceparent of [
      ...[undefined, undefined, 'nonsense', 'nonsense', `ff-${traceId}-${parentId}-01`],
      ...[`00-${'0'.repeat(32)}-${parentId}-01`, `00-${traceId}-${'0'.repeat(16)}-01`],
    ]) {
      const { scene, holder: who, path } = await resident(context);
      await who.get(path, { headers: traceparent === undefined ? {} : { traceparent } });
      const sent = scene.calls().map((call) => call.headers.traceparent);
      expect(sent).toEqual([expect.stringMatching(trace), expect.stringMatching(trace)]);
      expect(sent.join()).not.toContain(traceId);
      const ids = new Set(sent.map((value) => String(value).slice(3, 35)));
      expect({ 'traces of an earlier request': begun.intersection(ids).size }).toEqual({
        'traces of an earlier request': 0,
      });
      for (const id of ids) begun.add(id);
    }
  },
);
