import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import type { Instance } from '../../src/types.ts';
import { shown } from '../01-address/reading.ts';
import type { Context } from './browser.ts';
import { healed, startedAway } from './lifecycle.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.1');
const needs = ['login.redirect'];

check('health.ok', '/health answers 200 {"status":"ok"}', { clause: 'A1', needs }, async ({ api }) => {
  let health = await api.get('/health');
  // A machine that stands still for a moment is nobody's fault.
  for (let again = 0; again < 2 && health.status !== 200; again += 1) health = await api.get('/health');
  expect({ status: health.status, body: health.body }).toMatchObject({ status: 200, body: { status: 'ok' } });
});

check(
  'health.away',
  'a database that is away does not stop the start, and /health answers 503 meanwhile',
  { clause: 'A1', needs, demands: ['lifecycle'] },
  async (context) => expect((await startedAway(context)).health).toBeProblem(503),
);

check(
  'health.back',
  'once the database is back, /health answers 200',
  { clause: 'A1', needs: ['health.away', 'health.ok'], demands: ['lifecycle'] },
  async (context) => expect((await healed(context)).health).toHaveStatus(200),
);

const impossible = {
  PORT: '70000',
  DATABASE_URL: undefined,
  PERSON_URL: 'ftp://person.test',
  OAUTH2_AUTHORIZATION_URL: undefined,
  OAUTH2_TOKEN_URL: 'not a URL',
  OAUTH2_USERINFO_URL: undefined,
  OAUTH2_CLIENT_ID: undefined,
  OAUTH2_CLIENT_SECRET: undefined,
  TOKEN_AUDIENCE: undefined,
  PUBLIC_URL: 'http://seeka.test/',
  CLIENTS: 'nobody',
  SCOPE_TABLE: '[{"path":7}]',
  TOKEN_TTL_SECONDS: '0',
  // Of another curve than P-256.
  SIGNING_KEY: String(
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ),
};

check(
  'settings.named',
  'missing or impossible settings stop the start with a non-zero exit code, and each is named on stdout or stderr',
  { clause: 'A15', needs, demands: ['lifecycle'] },
  async (context) => {
    const { output, exit } = await badStart(context);
    expect(Object.keys(impossible).filter((name) => !output.includes(name))).toEqual([]);
    expect(exit).toEqual({ 'exit code': expect.any(Number) });
    expect(exit).not.toEqual({ 'exit code': 0 });
  },
);

/** Longer than any honest start takes to fail. */
const START_LIMIT_MS = 12_000;

async function badStart({ service }: Context): Promise<{ exit: Record<string, unknown>; output: string }> {
  const instance = await service.start({ settings: impossible });
  const exit = await Promise.race([instance.exited, pause(START_LIMIT_MS, undefined, { ref: false })]);
  await allNamed(instance);
  return { exit: { 'exit code': exit ? (exit.code ?? exit.signal) : 'still running' }, output: instance.output() };
}

/** The last lines may still be under way when a process has ended: for a moment longer, or until nothing is missing. */
async function allNamed(instance: Instance): Promise<void> {
  const isNamed = (name: string) => instance.output().includes(name);
  for (const limit = performance.now() + 1_000; performance.now() < limit; await pause(10)) {
    if (Object.keys(impossible).every(isNamed)) return;
  }
}

check(
  'docs.openapi',
  'GET /openapi.json serves OpenAPI 3 with every operation of the lab',
  { clause: 'A14', needs },
  async ({ api }) => {
    const { openapi, paths } = shown(await api.get('/openapi.json')) as { openapi?: string; paths?: object };
    expect(openapi).toEqual(expect.stringMatching(/^3\./));
    const operations = Object.entries(paths ?? {}).map(([path, item]) => [path, Object.keys(Object(item))]);
    const wellKnown = ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server'];
    for (const path of ['/login', '/login/callback', '/me', ...wellKnown]) {
      expect(operations).toContainEqual([path, expect.arrayContaining(['get'])]);
    }
    for (const path of ['/token', '/revoke', '/introspect', '/authorize']) {
      expect(operations).toContainEqual([path, expect.arrayContaining(['post'])]);
    }
  },
);

/** What a page leads to, after at most five redirects. */
async function landing(context: Context, path: string, left = 5): Promise<Answer> {
  const answer = await context.api.get(path);
  const redirected = answer.status >= 300 && answer.status < 400 && answer.location && left > 0;
  return redirected ? landing(context, new URL(answer.location ?? '', answer.url).href, left - 1) : answer;
}

check('docs.page', '/api-docs leads to the page of Swagger UI', { clause: 'A14', needs }, async (context) => {
  const page = await landing(context, '/api-docs');
  expect(page).toHaveStatus(200);
  expect(page.headers['content-type']).toMatch(/^text\/html/i);
  expect(page.text).toMatch(/swagger/i);
});
