import { generateKeyPairSync } from 'node:crypto';
import { checkpoint, expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';
import { badStart, landing, steadyHealth } from '../operating.ts';
import { healed, lost, startedAway } from './lifecycle.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.1');
const needs = ['login.redirect'];

check('health.ok', '/health answers 200 {"status":"ok"}', { clause: 'A1', needs }, async ({ api }) => {
  const { status, body } = await steadyHealth(api);
  expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ok' } });
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

check(
  'health.lost',
  'a database that goes away later does not end the service: /health answers 503 then, and 200 when it is back',
  { clause: 'A1', needs: ['health.back'], demands: ['lifecycle'] },
  async (context) => expect(await lost(context)).toBeProblem(503),
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
    const { unnamed, exit } = await badStart(context, impossible);
    expect({ 'not named': unnamed }).toEqual({ 'not named': [] });
    expect(exit).toEqual({ 'exit code': expect.any(Number) });
    expect(exit).not.toEqual({ 'exit code': 0 });
  },
);

check(
  'settings.each',
  'other settings at fault stop the start and are named, too: values with something after them, and those that are missing',
  { clause: 'A15, D', needs: ['settings.named'], demands: ['lifecycle'] },
  async (context) => {
    const { unnamed, exit } = await badStart(context, {
      ...{ PORT: '3000abc', PUBLIC_URL: 'http://seeka.test/auth', TOKEN_TTL_SECONDS: '15m' },
      ...{ PERSON_URL: undefined, OAUTH2_TOKEN_URL: undefined, CLIENTS: undefined },
    });
    expect({ 'not named': unnamed }).toEqual({ 'not named': [] });
    expect(exit).not.toEqual({ 'exit code': 0 });
  },
);

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

check('docs.page', '/api-docs leads to the page of Swagger UI', { clause: 'A14', needs }, async ({ api }) => {
  const page = await landing(api, '/api-docs');
  expect(page).toHaveStatus(200);
  expect(page.headers['content-type']).toMatch(/^text\/html/i);
  expect(page.text).toMatch(/swagger/i);
});
