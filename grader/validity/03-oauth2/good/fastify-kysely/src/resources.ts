import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requireBody, requireType } from './body.ts';
import { cookie } from './dance.ts';
import { allowOnly } from './methods.ts';
import { PersonService } from './outside.ts';
import { HttpProblem } from './problem.ts';
import type { Parts } from './routes.ts';
import type { ScopeRow } from './settings.ts';

const text = { type: 'string' };
const questionSchema = {
  type: 'object',
  required: ['token', 'method', 'path'],
  properties: { token: text, method: text, path: text },
  additionalProperties: false,
};

interface Question {
  token: string;
  method: string;
  path: string;
}

export function resources(app: FastifyInstance, { settings, tokens }: Parts): void {
  const persons = new PersonService(settings.personUrl);
  app.get('/me', async (request, reply) => {
    const token = tokenOf(request);
    if (token === '') throw denied(401);
    const claims = await tokens.claims(token);
    if (!claims) throw denied(401, 'invalid_token');
    if (!wordsOf(claims.scope).includes('profile')) throw denied(403, 'insufficient_scope');
    const person = await persons.shown(claims.sub, request.headers.traceparent?.toString());
    if (person === undefined) throw new HttpProblem(404, 'There is no such person any more.');
    return reply.type('application/json').send(person);
  });
  allowOnly(app, '/me', ['GET', 'HEAD']);

  const judged = { onRequest: requireType(), preValidation: requireBody, schema: { body: questionSchema } };
  app.post<{ Body: Question }>('/authorize', judged, async ({ body: { token, method, path } }) => {
    const claims = await tokens.claims(token);
    if (!claims) return { allow: false, reason: 'invalid_token' };
    const scopes = wordsOf(claims.scope);
    const lets = (row: ScopeRow) =>
      row.methods.includes(method) && scopes.includes(row.scope) && sameSegments(row.path, path, claims.sub);
    if (settings.scopeTable.some(lets)) return { allow: true, principal: claims.sub, scopes };
    return { allow: false, reason: 'insufficient_scope' };
  });
  allowOnly(app, '/authorize', ['POST']);
}

function tokenOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  if (authorization === undefined) return cookie(request, 'me');
  return /^Bearer +(.+)$/i.exec(authorization)?.[1] ?? '';
}

function wordsOf(scope: unknown): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter((word) => word !== '') : [];
}

function sameSegments(template: string, path: string, sub: string): boolean {
  const [parts, segments] = [template.split('/'), path.split('/')];
  if (parts.length !== segments.length) return false;
  return parts.every((part, index) => {
    const segment = segments[index] ?? '';
    if (part === '{sub}') return segment === sub;
    return /^\{.+\}$/.test(part) ? /^[A-Za-z\d_-]+$/.test(segment) : segment === part;
  });
}

function denied(status: number, error?: string): HttpProblem {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return new HttpProblem(status, 'This token does not do.', { headers: { 'www-authenticate': challenge } });
}
