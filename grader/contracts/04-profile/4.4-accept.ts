import { setTimeout as pause } from 'node:timers/promises';
import { linksOf } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { shown } from '../01-address/reading.ts';
import { begun, created, ended, holder, later, linkOf, newcomer, posted, statusOf, stepsOf, until } from './acting.ts';
import { onceFree } from './again.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.4');
const demands = ['doubles'] as const;
const needs = ['later.accepted'];

check(
  'later.accepted',
  'with Prefer: respond-async the answer is 202 before any neighbour has answered: Location, Preference-Applied and the operation',
  { clause: 'E, RFC 7240 §4.1', needs: ['create.status'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const held = scene.hold('POST /addresses');
    const { answer, path } = await begun(context, scene);
    // A call that was given up before the answer is seen to end a moment later.
    await pause(50);
    const over = scene.calls().filter(({ endedAt }) => endedAt !== undefined).length;
    held.release();
    expect({ 'calls that had ended before it': over }).toEqual({ 'calls that had ended before it': 0 });
    expect(answer.headers['preference-applied']).toMatch(/^respond-async\b/i);
    expect(new URL(path).pathname).toMatch(/^\/operations\/[^/]+$/);
    expect(statusOf(answer)).toBe('running');
    expect(linksOf(answer.body).map(({ rel }) => rel)).toContain('self');
  },
);

check(
  'later.list',
  'the preference is found in a list too, and in capitals; a word that begins like it is another one',
  { clause: 'E, RFC 7240 §2', needs, demands: [...demands] },
  async (context) => {
    for (const prefer of ['respond-async, handling=lenient', 'handling=lenient, respond-async', 'Respond-Async']) {
      await begun(context, newcomer(context), { headers: { prefer } });
    }
    await created(context, { headers: { prefer: 'respond-asynchronously' } });
  },
);

check(
  'later.succeeds',
  'the operation ends as succeeded, with each step done, and leads to the profile',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const { scene, path, holder: who } = await begun(context, newcomer(context));
    const end = await ended(who, path);
    expect(statusOf(end)).toBe('succeeded');
    expect(stepsOf(end)).toEqual({ address: 'done', person: 'done', link: 'done' });
    const profile = await who.get(linkOf(end, 'profile') ?? '/no-link');
    expect(shown(profile).person).toMatchObject(scene.draft.person);
    expect(scene.person?.addressId ?? 'not linked').toBe(scene.address?.id);
  },
);

check(
  'later.running',
  'while it runs the operation says so, with Retry-After, and how far it has come',
  { clause: 'E', needs: ['later.succeeds'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const held = scene.hold('POST /persons');
    const { path, holder: who } = await begun(context, scene);
    await held.arrived;
    const answer = await who.get(path);
    held.release();
    expect(answer).toHaveStatus(200);
    expect(answer.headers['retry-after'] ?? 'absent').not.toBe('absent');
    expect(statusOf(answer)).toBe('running');
    expect(stepsOf(answer)).toEqual({
      address: 'done',
      person: expect.stringMatching(/^(pending|running)$/),
      link: 'pending',
    });
    expect(linkOf(answer, 'profile') ?? 'absent').toBe('absent');
  },
);

check(
  'later.failed',
  'where nothing had to be undone the operation ends as failed, with the problem that a synchronous client would have been told, and its key begins another',
  { clause: 'E', needs: ['later.succeeds', 'refused.email', 'undo.known', 'key.again'], demands: [...demands] },
  async (context) => {
    const { neighbours } = context;
    const scene = newcomer(context);
    neighbours.addresses.keep(scene.draft.address);
    neighbours.persons.keep(scene.draft.person);
    const { path, holder: who, key } = await begun(context, scene);
    const end = await ended(who, path);
    expect(statusOf(end)).toBe('failed');
    expect(shown(end).problem).toMatchObject({ status: 409 });
    expect(stepsOf(end)).toEqual({ address: 'done', person: 'failed', link: 'pending' });
    const again = await onceFree(() => posted(context, scene, { holder: who, key, headers: later }));
    expect(again.answer).toHaveStatus(202);
    const { location = '', url } = again.answer;
    expect({ 'the new operation': new URL(location, url).href }).not.toEqual({ 'the new operation': path });
  },
);

check(
  'later.compensated',
  'until all is undone the operation runs, with Retry-After; then it ends as compensated, with the problem, and leads to no profile',
  { clause: 'E', needs: ['later.succeeds', 'undo.reverse', 'refused.email', 'refused.link'], demands: [...demands] },
  async (context) => {
    const [scene, linkless] = [newcomer(context), newcomer(context)];
    context.neighbours.persons.keep(scene.draft.person);
    linkless.strike('PUT /persons/{id}/address', { kind: 'reply', answer: problem(422, { pointers: ['/href'] }) });
    const held = linkless.hold('DELETE /persons/{id}');
    const [one, two] = [await begun(context, scene), await begun(context, linkless)];
    await until(() => linkless.calls('DELETE /persons/{id}').length > 0, 'Nobody has deleted the person');
    const during = await two.holder.get(two.path);
    held.release();
    expect(statusOf(during)).toBe('running');
    expect(during.headers['retry-after'] ?? 'absent').not.toBe('absent');
    expect(linkOf(during, 'profile') ?? 'absent').toBe('absent');
    for (const [{ holder: who, path }, status, steps] of [
      [one, 409, { address: 'undone', person: 'failed', link: 'pending' }],
      [two, 503, { address: 'undone', person: 'undone', link: 'failed' }],
    ] as const) {
      const end = await ended(who, path);
      expect(statusOf(end)).toBe('compensated');
      expect(shown(end).problem).toMatchObject({ status });
      expect(stepsOf(end)).toEqual(steps);
      expect(linkOf(end, 'profile') ?? 'absent').toBe('absent');
    }
    expect([scene.address, linkless.address, linkless.person]).toEqual([undefined, undefined, undefined]);
  },
);

check(
  'later.refused',
  'what needs no neighbour is refused at once, with the preference too',
  { clause: 'E', needs: [...needs, 'body.missing', 'key.missing'], demands: [...demands] },
  async (context) => {
    const { draft } = newcomer(context);
    const who = await holder(context);
    const headers = { ...later, 'idempotency-key': context.make.key() };
    expect(await who.post({ person: draft.person }, { headers })).toBeProblem(422, { pointers: ['/address'] });
    expect(await who.post(draft, { headers: later })).toBeProblem(400);
  },
);

check(
  'later.replayed',
  'the same key and the same bytes again: 202 with the same Location, while it runs and afterwards, and one person; with another body: 422',
  { clause: 'E', needs: ['later.succeeds', 'key.replayed'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const held = scene.hold('POST /persons');
    const first = await begun(context, scene);
    await held.arrived;
    const during = await begun(context, scene, { holder: first.holder, key: first.key });
    held.release();
    await ended(first.holder, first.path);
    const afterwards = await begun(context, scene, { holder: first.holder, key: first.key });
    expect([during.path, afterwards.path]).toEqual([first.path, first.path]);
    const other = await posted(context, newcomer(context), { holder: first.holder, key: first.key, headers: later });
    expect(other.answer).toBeProblem(422);
    expect(scene.calls('POST /persons')).toHaveLength(1);
  },
);
