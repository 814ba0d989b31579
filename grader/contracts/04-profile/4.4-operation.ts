import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { problem as refusal } from '../../src/doubles/neighbours/answers.ts';
import { methodsIn, shown } from '../01-address/reading.ts';
import { begun, ended, holder, newcomer, statusOf, stepsOf } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.4');
const demands = ['doubles'] as const;
const needs = ['later.accepted'];

check(
  'operation.owner',
  'the operation of somebody else, whose sub may differ in case alone, or be the person that was made, and an unknown one, is answered with 404',
  { clause: 'E, A6, OWASP API1:2023', needs, demands: [...demands] },
  async (context) => {
    const { path, scene, holder: who } = await begun(context, newcomer(context));
    await ended(who, path);
    const others = [context.make.sub(), who.sub.toUpperCase(), scene.person?.id].map((sub) => holder(context, sub));
    for (const somebody of await Promise.all(others)) expect(await somebody.get(path)).toBeProblem(404);
    expect(await who.get(path)).toHaveStatus(200);
    for (const id of ['none', '%00', '%F0%9F%8F%A0', 'a%2Fb']) {
      expect(await who.get(`/operations/${id}`)).toBeProblem(404);
    }
  },
);

check(
  'auth.operation',
  'an operation is shown to a token with the scope profile alone: 401, 403',
  { clause: 'E', needs: [...needs, 'auth.none', 'auth.scope'], demands: [...demands] },
  async (context) => {
    const { path, holder: who } = await begun(context, newcomer(context));
    const elsewhere = await holder(context, who.sub, { claims: { scope: 'films' } });
    expect(await context.api.get(path)).toBeProblem(401);
    expect(await elsewhere.get(path)).toBeProblem(403);
    expect(await who.get(path)).toHaveStatus(200);
  },
);

check(
  'operation.etag',
  'an operation has a strong ETag that changes with it; If-None-Match, with a list, a weak tag or * too, is answered with 304',
  { clause: 'A10, E', needs: ['later.succeeds'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const [atFirst, held] = [scene.hold('POST /addresses'), scene.hold('POST /persons')];
    const { path, holder: who } = await begun(context, scene);
    await atFirst.arrived;
    const first = await who.get(path);
    atFirst.release();
    await held.arrived;
    const { etag, text } = await who.get(path);
    held.release();
    const end = await ended(who, path);
    if (text !== first.text) expect(etag).not.toBe(first.etag);
    expect(end.etag).toEqual(expect.stringMatching(/^"[\x21\x23-\x7e\x80-\xff]*"$/));
    expect(end.etag).not.toBe(etag);
    for (const ifNoneMatch of [end.etag, `"x", ${end.etag}`, `W/${end.etag}`, '*'] as string[]) {
      const again = await who.get(path, { ifNoneMatch });
      expect(again).toHaveStatus(304);
      expect(again.text).toBe('');
    }
    expect(await who.get(path, { ifNoneMatch: etag })).toHaveStatus(200);
  },
);

check(
  'operation.method',
  'HEAD of an operation is answered as GET is, without a body; a method it does not have with 405 and Allow',
  { clause: 'A9', needs: ['operation.etag'], demands: [...demands] },
  async (context) => {
    const { path, holder: who } = await begun(context, newcomer(context));
    await ended(who, path);
    const head = await who.head(path);
    expect({ status: head.status, body: head.text }).toEqual({ status: 200, body: '' });
    const refused = await who.delete(path, { ifMatch: '*' });
    expect(refused).toBeProblem(405);
    expect(methodsIn(refused.headers.allow)).toContain('GET');
  },
);

check(
  'operation.problem',
  'the problem of an operation tells the pointers too, where a neighbour refuses, and 504, where it does not answer in time: that step has failed',
  { clause: 'E', needs: ['later.succeeds', 'refused.address'], demands: [...demands], waits: true },
  async (context) => {
    const [scene, slow] = [newcomer(context), newcomer(context)];
    slow.strike('POST /addresses', { kind: 'hang' }, { times: 1 });
    const late = await begun(context, slow);
    scene.strike('POST /addresses', { kind: 'reply', answer: refusal(422, { pointers: ['/city'] }) });
    const { path, holder: who } = await begun(context, scene);
    const refused = problemOf(await ended(who, path));
    expect(refused?.status).toBe(422);
    expect(refused?.errors).toContainEqual(expect.objectContaining({ pointer: '/address/city' }));
    const end = await ended(late.holder, late.path);
    // Who asked again in time has made it.
    if (statusOf(end) === 'succeeded') return;
    expect(problemOf(end)?.status).toBe(504);
    expect(stepsOf(end)).toEqual({ address: 'failed', person: 'pending', link: 'pending' });
  },
);

function problemOf(end: Answer) {
  return (shown(end) as { problem?: { status?: unknown; errors?: unknown } | null }).problem;
}
