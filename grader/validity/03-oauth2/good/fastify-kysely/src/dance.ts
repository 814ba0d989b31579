import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowOnly } from './methods.ts';
import { PersonService, profileOf } from './outside.ts';
import { HttpProblem } from './problem.ts';
import type { Parts } from './routes.ts';
import { hashOf } from './tokens.ts';

interface Pending {
  state: string;
  verifier: string;
  returnTo: string | null;
}

const random = () => randomBytes(24).toString('base64url') + randomBytes(12).toString('base64url');

export function dance(app: FastifyInstance, parts: Parts): void {
  const { settings } = parts;
  app.get('/login', { exposeHeadRoute: false }, async (request, reply) => {
    const returnTo = one(request, 'return_to') ?? null;
    if (returnTo !== null && !isLocal(returnTo)) throw new HttpProblem(400, 'return_to leads elsewhere.');
    const pending: Pending = { state: random(), verifier: random(), returnTo };
    const url = new URL(settings.authorizationUrl);
    const sent = {
      client_id: settings.clientId,
      response_type: 'code',
      state: pending.state,
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(sent)) url.searchParams.append(name, value);
    url.searchParams.append('scope', 'email openid profile');
    url.searchParams.append('redirect_uri', `${settings.publicUrl}/login/callback`);
    url.searchParams.append('code_challenge', hashOf(pending.verifier));
    return reply
      .header('set-cookie', `pending=${sealed(pending, parts)}; Path=/; HttpOnly; SameSite=Lax`)
      .redirect(url.href, 302);
  });
  allowOnly(app, '/login', ['GET']);

  app.get('/login/callback', { exposeHeadRoute: false }, (request, reply) => back(parts, request, reply));
  allowOnly(app, '/login/callback', ['GET']);
}

async function back(parts: Parts, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { settings, database, tokens, refreshers } = parts;
  const [state, code, error] = [one(request, 'state'), one(request, 'code'), one(request, 'error')];
  const pending = opened(cookie(request, 'pending'), parts);
  if (!pending || !state || pending.state !== state || (!code && !error))
    throw new HttpProblem(400, 'No log-on is pending.');
  const first = await database
    .insertInto('used_state')
    .values({ state, at: new Date() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('state')
    .executeTakeFirst();
  if (!first) throw new HttpProblem(400, 'This log-on is over.');
  if (error || !code) throw new HttpProblem(error === 'access_denied' ? 403 : 502, 'The provider let nobody in.');
  const profile = await profileOf(code, pending.verifier, settings);
  const sub = await new PersonService(settings.personUrl).idFor(profile, request.headers.traceparent?.toString());
  const answer = await tokens.answer(sub);
  reply.header('cache-control', 'no-store');
  if (pending.returnTo === null) return { ...answer, refresh_token: await refreshers.begin(sub) };
  return reply
    .header('set-cookie', `me=${answer.access_token}; Path=/; SameSite=Lax; HttpOnly`)
    .redirect(pending.returnTo, 302);
}

function isLocal(path: string): boolean {
  return path.startsWith('/') && !path.startsWith('//') && !path.includes('\\') && !/\p{Cc}/u.test(path);
}

/** Problem 400 when it comes twice. */
function one({ url }: FastifyRequest, name: string): string | undefined {
  const values = new URL(url, 'http://any').searchParams.getAll(name);
  if (values.length > 1) throw new HttpProblem(400, `${name} came twice.`);
  return values[0];
}

export function cookie({ headers }: FastifyRequest, name: string): string {
  const pairs = (headers.cookie ?? '').split(/; */);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

function sealed(pending: Pending, parts: Parts): string {
  const text = Buffer.from(JSON.stringify(pending)).toString('base64url');
  return `${text}.${signatureOf(text, parts)}`;
}

function opened(value: string, parts: Parts): Pending | undefined {
  const [text = '', signature = ''] = value.split('.');
  const [given, wanted] = [Buffer.from(signature), Buffer.from(signatureOf(text, parts))];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Pending;
}

function signatureOf(text: string, { settings }: Parts): string {
  return createHmac('sha256', `pending ${settings.databaseUrl}`).update(text).digest('base64url');
}
