import { checkpoint, expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';
import { badStart, landing, steadyHealth } from '../operating.ts';
import { healed, lost, startedAway, stopped } from './lifecycle.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.1');
const needs = ['read.both'];

check('health.ok', '/health answers 200 {"status":"ok"}', { clause: 'A1', needs }, async ({ api }) => {
  const { status, body } = await steadyHealth(api);
  expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ok' } });
});

check(
  'health.away',
  'a database that is away does not stop the start, and /health answers 503 meanwhile',
  { clause: 'A1', needs, demands: ['lifecycle'], at: 'lifecycle' },
  async (context) => expect((await startedAway(context)).health).toBeProblem(503),
);

check(
  'health.back',
  'once the database is back, /health answers 200, and profiles can be read',
  { clause: 'A1', needs: ['health.away', 'health.ok'], demands: ['doubles', 'lifecycle'], at: 'lifecycle' },
  async (context) => expect((await healed(context)).read).toHaveStatus(200),
);

check(
  'health.lost',
  'a database that goes away later does not end the service: /health answers 503 then, and 200 when it is back',
  { clause: 'A1', needs: ['health.back'], demands: ['lifecycle'], at: 'lifecycle' },
  async (context) => expect((await lost(context)).health).toBeProblem(503),
);

check(
  'settings.named',
  'missing or impossible settings stop the start with a non-zero exit code, and each is named on stdout or stderr',
  { clause: 'A15', needs, demands: ['lifecycle'] },
  async (context) => {
    const { unnamed, exit } = await badStart(context, {
      ...{ PORT: '3000abc', DATABASE_URL: undefined, ADDRESS_URL: 'not a URL', PERSON_URL: 'ftp://person.test' },
      ...{ JWKS_URL: undefined, TOKEN_ISSUER: undefined, TOKEN_AUDIENCE: undefined },
    });
    expect({ 'not named': unnamed }).toEqual({ 'not named': [] });
    expect(exit).toEqual({ 'exit code': expect.any(Number) });
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
    const operations = Object.values(paths ?? {}).map((path) => Object.keys(Object(path)));
    expect(operations).toContainEqual(expect.arrayContaining(['post']));
    expect(operations).toContainEqual(expect.arrayContaining(['get', 'delete']));
    expect(operations.filter((methods) => methods.includes('get')).length).toBeGreaterThan(1);
  },
);

check('docs.page', '/api-docs leads to the page of Swagger UI', { clause: 'A14', needs }, async ({ api }) => {
  const page = await landing(api, '/api-docs');
  expect(page).toHaveStatus(200);
  expect(page.headers['content-type']).toMatch(/^text\/html/i);
  expect(page.text).toMatch(/swagger/i);
});

check(
  'stop.in-flight',
  'SIGTERM lets a request in flight finish',
  { clause: 'A16', needs: ['health.ok'], demands: ['doubles', 'lifecycle'], at: 'lifecycle' },
  async (context) => {
    const { answer, inFlight } = await stopped(context);
    expect({ 'in flight': inFlight, status: answer?.status ?? 'no answer' }).toEqual({
      'in flight': true,
      status: 200,
    });
  },
);

check(
  'stop.exit',
  'SIGTERM ends the service with exit code 0 within 5 s, though a client keeps an idle connection, or an undo is not done yet',
  { clause: 'A16', needs: ['stop.in-flight'], demands: ['doubles', 'lifecycle'], at: 'lifecycle' },
  async (context) => expect((await stopped(context)).exit ?? 'still running').toEqual({ code: 0, signal: null }),
);
