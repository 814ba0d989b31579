import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireType } from './body.ts';
import { allowOnly } from './methods.ts';
import type { Parts } from './routes.ts';

type Fields = Map<string, string>;
type Act = (fields: Fields, reply: FastifyReply, request: FastifyRequest) => Promise<unknown>;

/** What takes forms: `/token`, `/revoke`, `/introspect`. */
export function forms(app: FastifyInstance, { settings, tokens, refreshers }: Parts): void {
  form(app, '/token', ['grant_type', 'refresh_token', 'scope'], async (fields, reply) => {
    const [grant, token, scope] = ['grant_type', 'refresh_token', 'scope'].map((name) => fields.get(name));
    if (!grant || (grant === 'refresh_token' && !token)) return refuse(reply, 'invalid_request');
    if (grant !== 'refresh_token') return refuse(reply, 'unsupported_grant_type');
    if (scope?.split(' ').some((word) => word !== 'profile')) return refuse(reply, 'invalid_scope');
    const next = await refreshers.next(token ?? '');
    if (!next) return refuse(reply, 'invalid_grant');
    return { ...(await tokens.answer(next.sub)), refresh_token: next.token };
  });

  form(app, '/revoke', ['token'], async (fields, reply) => {
    const token = fields.get('token');
    if (!token) return refuse(reply, 'invalid_request');
    await Promise.all([tokens.revoke(token), refreshers.revoke(token)]);
    return reply.code(200).send();
  });

  form(app, '/introspect', ['token'], async (fields, reply, { headers }) => {
    const [scheme = '', pair = ''] = (headers.authorization ?? '').split(' ');
    const [id = '', secret] = Buffer.from(pair, 'base64').toString().split(':');
    if (scheme.toLowerCase() !== 'basic' || secret === undefined || settings.clients.get(id) !== secret) {
      return reply
        .code(401)
        .header('www-authenticate', 'Basic realm="introspection", charset="UTF-8"')
        .send({ error: 'invalid_client' });
    }
    const token = fields.get('token');
    if (!token) return refuse(reply, 'invalid_request');
    const claims = await tokens.claims(token);
    return claims ? { active: true, token_type: 'Bearer', ...claims } : { active: false };
  });
}

function form(app: FastifyInstance, url: string, names: string[], act: Act): void {
  const onRequest = requireType('application/x-www-form-urlencoded');
  app.post(url, { onRequest }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const sent = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
    if (names.some((name) => sent.getAll(name).length > 1)) return refuse(reply, 'invalid_request');
    return act(new Map(sent), reply, request);
  });
  allowOnly(app, url, ['POST']);
}

function refuse(reply: FastifyReply, error: string): FastifyReply {
  return reply.code(400).send({ error });
}
