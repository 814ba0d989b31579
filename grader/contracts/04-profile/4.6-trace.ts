import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Scene } from '../../src/doubles/neighbours/scene.ts';
import { begun, type Context, created, ended, newcomer, posted, resident, until } from './acting.ts';
import { plotOf } from './lifecycle.ts';
import { expectToken, expectTrace } from './tracing.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.6');
const demands = ['doubles'] as const;
const needs = ['create.status'];

const PARENT = '00f067aa0ba902b7';

function tracing(traceId: string): { traceparent: string } {
  return { traceparent: `00-${traceId}-${PARENT}-01` };
}

function sentIn(scene: Scene): string[] {
  return scene.calls().map(({ headers }) => headers.traceparent ?? 'none');
}

function tracesOf(scene: Scene): Set<string> {
  return new Set(sentIn(scene).map((sent) => sent.slice(3, 35)));
}

check(
  'trace.read',
  'the traceparent of a read goes on to both neighbours, with the same trace id and a parent id of its own',
  { clause: 'A17, W3C Trace Context §4', needs: ['trace.begun'], demands: [...demands] },
  async (context) => {
    const { scene, holder, path } = await resident(context);
    const traceId = context.make.traceId();
    await holder.get(path, { headers: tracing(traceId) });
    expectTrace(scene, traceId);
    expect(sentIn(scene).map((sent) => sent.slice(36, 52))).not.toContain(PARENT);
  },
);

check(
  'trace.create',
  'every call of an operation carries the trace id of the request that began it',
  { clause: 'E, A17', needs: ['trace.begun', ...needs], demands: [...demands] },
  async (context) => {
    const traceId = context.make.traceId();
    const { scene } = await created(context, { headers: tracing(traceId) });
    expectTrace(scene, traceId);
  },
);

check(
  'trace.one',
  'without a valid traceparent the request begins one trace: all its calls share the trace id',
  { clause: 'E, A17', needs: ['trace.create'], demands: [...demands] },
  async (context) => {
    for (const headers of [{}, { traceparent: 'nonsense' }] as Record<string, string>[]) {
      const { scene } = await created(context, { headers });
      expect({ traces: tracesOf(scene).size }).toEqual({ traces: 1 });
    }
  },
);

/** A household of which the link is refused, and the person and the address undone. */
async function undone(context: Context, headers: Record<string, string> = {}) {
  const scene = newcomer(context);
  scene.strike('PUT /persons/{id}/address', { kind: 'reply', answer: problem(422, { pointers: ['/href'] }) });
  const { holder } = await posted(context, scene, { headers });
  await until(() => scene.address === undefined, 'The address is still there');
  return { scene, holder };
}

check(
  'trace.undo',
  'the calls that undo it carry the trace id too',
  { clause: 'E, A17', needs: ['trace.create', 'undo.reverse'], demands: [...demands] },
  async (context) => {
    const traceId = context.make.traceId();
    const { scene } = await undone(context, tracing(traceId));
    expectTrace(scene, traceId);
  },
);

check(
  'trace.later',
  'so do the calls that come after a 202',
  { clause: 'E, A17', needs: ['trace.create', 'later.succeeds'], demands: [...demands] },
  async (context) => {
    const [scene, traceId] = [newcomer(context), context.make.traceId()];
    const { holder, path } = await begun(context, scene, { headers: tracing(traceId) });
    await ended(holder, path);
    expectTrace(scene, traceId);
  },
);

check(
  'trace.delete',
  'every call of a DELETE carries the trace id, also those that delete the address',
  { clause: 'E, A17', needs: ['trace.read', 'delete.tags', 'delete.first'], demands: [...demands] },
  async (context) => {
    const { scene, holder, path } = await resident(context);
    const traceId = context.make.traceId();
    await holder.delete(path, { ifMatch: '*', headers: tracing(traceId) });
    await until(() => scene.address === undefined, 'The address is still there');
    expectTrace(scene, traceId);
  },
);

check(
  'trace.restart',
  'and those after a restart, of a DELETE too, and where the service has begun the trace',
  {
    clause: 'E, A17',
    needs: ['trace.later', 'trace.delete', 'trace.one', 'durable.person', 'durable.link', 'durable.delete'],
    demands: ['doubles', 'lifecycle'],
    at: 'lifecycle',
  },
  async (context) => {
    for (const moment of ['person not made', 'address not deleted'] as const) {
      const { scene, traceId, restartedAt } = await plotOf(context, moment);
      expect(scene.calls().filter(({ at }) => at > restartedAt).length).toBeGreaterThan(0);
      expectTrace(scene, traceId);
    }
    const { scene } = await plotOf(context, 'link made');
    expect({ traces: tracesOf(scene).size }).toEqual({ traces: 1 });
  },
);

check(
  'token.create',
  'every call of an operation carries the Authorization that came with the request, as it came',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const { scene, holder } = await created(context);
    expectToken(scene, holder.authorization);
  },
);

check(
  'token.delete',
  'so does every call of a read, and of a DELETE, also those that delete the address',
  { clause: 'E', needs: ['token.create', 'delete.tags', 'delete.first'], demands: [...demands] },
  async (context) => {
    const { scene, holder, path } = await resident(context);
    await holder.get(path);
    expectToken(scene, holder.authorization);
    await holder.delete(path, { ifMatch: '*' });
    await until(() => scene.address === undefined, 'The address is still there');
    expectToken(scene, holder.authorization);
  },
);

check(
  'token.undo',
  'so do the calls that undo it',
  { clause: 'E', needs: ['token.create', 'undo.reverse'], demands: [...demands] },
  async (context) => {
    const { scene, holder } = await undone(context);
    expectToken(scene, holder.authorization);
  },
);

check(
  'token.later',
  'and those that come after a 202',
  { clause: 'E', needs: ['token.create', 'later.succeeds'], demands: [...demands] },
  async (context) => {
    const { scene, holder, path } = await begun(context, newcomer(context));
    await ended(holder, path);
    expectToken(scene, holder.authorization);
  },
);
