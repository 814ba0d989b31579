import { jsonBody } from '@seeka/kit/json';
import { allowOnly } from '@seeka/kit/methods';
import { Problem } from '@seeka/kit/problem';
import { type RequestHandler, Router } from 'express';
import { fits, type Row } from './scopes.ts';
import { type AccessTokens, scopesOf } from './tokens.ts';

export interface AuthorizeParts {
  tokens: AccessTokens;
  table: Row[];
}

/** What the gateway asks: may whoever has this token do that? */
export function authorizeRoutes(parts: AuthorizeParts): Router {
  const router = Router();
  router.route('/authorize').post(jsonBody(), authorize(parts)).all(allowOnly('POST'));
  return router;
}

function authorize({ tokens, table }: AuthorizeParts): RequestHandler {
  return async (request, response) => {
    // @lab:begin 3.6
    const { token, method, path } = parseQuestion(request.body);
    const claims = await tokens.verify(token);
    if (!claims) return void response.json({ allow: false, reason: 'invalid_token' });
    const [principal, scopes] = [claims.sub, scopesOf(claims)];
    const allow = table.some((row) => scopes.includes(row.scope) && fits(row, { method, path, principal }));
    response.json(allow ? { allow, principal, scopes } : { allow, reason: 'insufficient_scope' });
    // @lab:starter
    //| throw new Problem(501, 'TODO(3.6) Say whether the token is valid, and whether a row of the table lets it pass.');
    // @lab:end
  };
}
// @lab:begin 3.6

const members = ['token', 'method', 'path'] as const;
type Question = Record<(typeof members)[number], string>;

/** Problem: 422, with every member at fault. */
function parseQuestion(body: unknown): Question {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refused([{ pointer: '', detail: 'must be an object' }]);
  }
  const given = body as Record<string, unknown>;
  const wrong = members.filter((name) => typeof given[name] !== 'string' || given[name].includes('\0'));
  const unknown = Object.keys(given).filter((name) => !members.includes(name as (typeof members)[number]));
  const errors = [
    ...wrong.map((name) => ({ pointer: `/${name}`, detail: 'must be a text' })),
    ...unknown.map((name) => ({ pointer: pointerTo(name), detail: 'is unknown here' })),
  ];
  if (errors.length > 0) throw refused(errors);
  return given as Question;
}

function refused(errors: { pointer: string; detail: string }[]): Problem {
  return new Problem(422, 'The body breaks a rule.', { errors });
}

/** RFC 6901 §3. */
function pointerTo(member: string): string {
  return `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
// @lab:end
