import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { callerOf } from './caller.ts';
import { creation } from './creation.ts';
import { deletion } from './deletion.ts';
import { etagOf, knows } from './etag.ts';
import { allowOnly } from './methods.ts';
import { operationBody } from './operation-view.ts';
import { demandOwner, type Item, type Parts } from './parts.ts';
import { HttpProblem, SOON } from './problem.ts';
import { readProfile } from './profile.ts';

export function routes(parts: Parts): FastifyPluginAsync {
  return async (app) => {
    creation(app, parts);
    reading(app, parts);
    deletion(app, parts);
    operations(app, parts);
    allowOnly(app, '/profiles', ['POST']);
    allowOnly(app, '/profiles/:id', ['GET', 'HEAD', 'DELETE']);
    allowOnly(app, '/operations/:id', ['GET', 'HEAD']);
  };
}

function reading(app: FastifyInstance, parts: Parts): void {
  app.get<Item>('/profiles/:id', { onRequest: parts.authenticate }, async (request, reply) => {
    const { id } = request.params;
    const caller = callerOf(request);
    await demandOwner(parts, caller, id);
    const profile = await readProfile(parts.neighbours, id, caller.journey);
    if (profile === 'gone') throw new HttpProblem(404, 'There is no such profile.');
    if (typeof profile === 'string') throw new HttpProblem(503, 'Person is of no help now.', { headers: SOON });
    reply.header('etag', profile.etag);
    if (knows(request.headers['if-none-match'], profile.etag)) return reply.code(304).send();
    return reply.type('application/json').send(profile.body);
  });
}

function operations(app: FastifyInstance, parts: Parts): void {
  app.get<Item>('/operations/:id', { onRequest: parts.authenticate }, async (request, reply) => {
    const { id } = request.params;
    await parts.prepare();
    const operation = /^op_[\w-]{24}$/.test(id) ? await parts.operations.byId(id) : undefined;
    if (operation?.principal !== callerOf(request).principal) throw new HttpProblem(404, 'There is no such operation.');
    const body = operationBody(operation);
    const etag = etagOf(body);
    reply.header('etag', etag);
    if (operation.status === 'running') reply.header('retry-after', '1');
    if (knows(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/json').send(body);
  });
}
