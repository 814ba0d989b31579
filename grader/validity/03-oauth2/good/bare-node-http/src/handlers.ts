import { type Answer, type Asked, type Handler, json, Refusal, readJson, readText } from './exchange.ts';
import type { Claims } from './jwt.ts';
import { cookieOf, logOnHandlers, type Parts } from './log-on.ts';
import { Persons } from './neighbours.ts';
import type { Row } from './settings.ts';

type Name =
  | 'login'
  | 'callback'
  | 'token'
  | 'revoke'
  | 'introspect'
  | 'me'
  | 'authorize'
  | 'jwks'
  | 'metadata'
  | 'health';

export function handlers(parts: Parts): Record<Name, Handler> {
  const { store, tokens, settings } = parts;
  return {
    ...logOnHandlers(parts),
    token: (asked) => renew(parts, asked),
    introspect: (asked) => introspect(parts, asked),
    me: (asked) => showMe(parts, asked),
    authorize: (asked) => authorize(parts, asked),

    async revoke({ request }) {
      const { token, twice } = await fields(request, 'token');
      if (!token || twice) return failed('invalid_request');
      await store.killFamily(token);
      await tokens.kill(token);
      return { status: 200 };
    },

    jwks: async () => json(200, await tokens.jwks(), { 'content-type': 'application/jwk-set+json' }),

    metadata() {
      const at = (path: string) => settings.publicUrl + path;
      const endpoints = {
        token_endpoint: at('/token'),
        revocation_endpoint: at('/revoke'),
        introspection_endpoint: at('/introspect'),
      };
      const grants = { grant_types_supported: ['refresh_token'], token_endpoint_auth_methods_supported: ['none'] };
      return json(200, { issuer: settings.publicUrl, jwks_uri: at('/.well-known/jwks.json'), ...endpoints, ...grants });
    },

    async health() {
      await store.ping();
      return json(200, { status: 'ok' });
    },
  };
}

async function renew({ store, tokens }: Parts, { request }: Asked): Promise<Answer> {
  const form = await fields(request, 'grant_type', 'refresh_token', 'scope');
  if (form.twice || !form.grant_type) return failed('invalid_request');
  if (form.grant_type !== 'refresh_token') return failed('unsupported_grant_type');
  if (!form.refresh_token) return failed('invalid_request');
  if (form.scope !== undefined && form.scope !== 'profile') return failed('invalid_scope');
  const renewed = await store.renew(form.refresh_token);
  if (!renewed) return failed('invalid_grant');
  const answer = await tokens.issue(renewed.sub, 'profile');
  return json(200, { ...answer, refresh_token: renewed.refreshToken }, { 'cache-control': 'no-store' });
}

async function introspect({ settings, store, tokens }: Parts, { request }: Asked): Promise<Answer> {
  const [, encoded = ''] = /^basic (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!settings.clients.includes(Buffer.from(encoded, 'base64').toString())) {
    return json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="tokens"' });
  }
  const { token, twice } = await fields(request, 'token');
  if (!token || twice) return failed('invalid_request');
  const claims = await tokens.claims(token);
  if (claims) return json(200, { ...claims, active: true, token_type: 'Bearer' });
  const sub = await store.subOfLive(token);
  return json(200, sub ? { active: true, sub, scope: 'profile' } : { active: false });
}

async function showMe({ store, tokens, settings }: Parts, { request }: Asked): Promise<Answer> {
  const { authorization, cookie, traceparent } = request.headers;
  const token =
    authorization === undefined
      ? await store.sessionToken(cookieOf(cookie, 'session'))
      : /^bearer +(.*)$/i.exec(authorization)?.[1];
  if (token === undefined) throw challenge(401);
  const claims = await tokens.claims(token);
  if (!claims) throw challenge(401, 'invalid_token');
  if (!scopesOf(claims).includes('profile')) throw challenge(403, 'insufficient_scope');
  const body = await new Persons(settings.personUrl).read(claims.sub, traceparent?.toString());
  if (body === undefined) throw new Refusal(404, 'The person is gone.');
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

async function authorize({ settings, tokens }: Parts, { request }: Asked): Promise<Answer> {
  const body: unknown = await readJson(request);
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject) throw new Refusal(422, 'Send an object.', { errors: [{ pointer: '', detail: 'is no object' }] });
  const sent = body as Record<string, unknown>;
  const names = ['token', 'method', 'path'];
  const wrong = [
    ...names.filter((name) => typeof sent[name] !== 'string'),
    ...Object.keys(sent).filter((name) => !names.includes(name)),
  ];
  const errors = wrong.map((name) => ({
    pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    detail: 'is odd',
  }));
  if (errors.length > 0) throw new Refusal(422, 'Some members are at fault.', { errors });
  const claims = await tokens.claims(String(sent.token));
  if (!claims) return json(200, { allow: false, reason: 'invalid_token' });
  const scopes = scopesOf(claims);
  const rows = settings.table.filter(
    ({ scope, methods }) => scopes.includes(scope) && methods.includes(String(sent.method)),
  );
  const allow = rows.some((row) => isAbout(row, String(sent.path), claims.sub));
  return json(200, allow ? { principal: claims.sub, scopes, allow } : { reason: 'insufficient_scope', allow });
}

function isAbout({ path: template }: Row, path: string, sub: string): boolean {
  const segments = path.split('/');
  const parts = template.split('/');
  if (parts.length !== segments.length) return false;
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    const isName = part.startsWith('{') && part.endsWith('}');
    if (part === '{sub}' ? segment !== sub : isName ? !/^[A-Za-z0-9_-]+$/.test(segment) : segment !== part)
      return false;
  }
  return true;
}

function scopesOf({ scope }: Claims): string[] {
  return String(scope ?? '')
    .split(/ +/)
    .filter(Boolean);
}

type Fields = Record<string, string> & { twice?: string };

async function fields(request: Asked['request'], ...names: string[]): Promise<Fields> {
  const form = new URLSearchParams(await readText(request, 'application/x-www-form-urlencoded'));
  const twice = names.some((name) => form.getAll(name).length > 1) ? { twice: 'yes' } : {};
  return { ...Object.fromEntries(form), ...twice } as Fields;
}

function failed(error: string): Answer {
  return json(400, { error }, { 'cache-control': 'no-store' });
}

function challenge(status: number, error?: string): Refusal {
  const value = `Bearer realm="me"${error ? `, error="${error}"` : ''}`;
  return new Refusal(status, 'Not with this token.', { headers: { 'www-authenticate': value } });
}
