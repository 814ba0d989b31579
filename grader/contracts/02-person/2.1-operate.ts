import { checkpoint, expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';
import { badStart, landing, steadyHealth } from '../operating.ts';
import { apart, healed, lost, startedAway } from './lifecycle.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.1');
const needs = ['create.status'];

check(
  'health.ok',
  '/health answers 200 {"status":"ok"}, whatever the state of Address',
  { clause: 'A1', needs },
  async ({ api }) => {
    const { status, body } = await steadyHealth(api);
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ok' } });
  },
);

check(
  'health.away',
  'a database that is away does not stop the start, and /health answers 503 meanwhile',
  { clause: 'A1', needs, demands: ['lifecycle'] },
  async (context) => expect((await startedAway(context)).health).toBeProblem(503),
);

check(
  'health.back',
  'once the database is back, /health answers 200 and persons can be created',
  { clause: 'A1', needs: ['health.away', 'health.ok'], demands: ['lifecycle'] },
  async (context) => expect((await healed(context)).created).toHaveStatus(201),
);

check(
  'health.apart',
  '/health answers 200 while Address cannot be reached',
  { clause: 'A1', needs: ['health.back'], demands: ['lifecycle', 'doubles'] },
  async (context) => expect(await apart(context)).toHaveStatus(200),
);

check(
  'health.lost',
  'a database that goes away later does not end the service: /health answers 503 then, and 200 when it is back',
  { clause: 'A1', needs: ['health.back'], demands: ['lifecycle'] },
  async (context) => expect((await lost(context)).health).toBeProblem(503),
);

check(
  'settings.named',
  'missing or impossible settings stop the start with a non-zero exit code, and each is named on stdout or stderr',
  { clause: 'A15', needs, demands: ['lifecycle'] },
  async (context) => {
    const impossible = { PORT: undefined, DATABASE_URL: undefined, ADDRESS_URL: 'not a URL' };
    const { unnamed, exit } = await badStart(context, impossible);
    expect({ 'not named': unnamed }).toEqual({ 'not named': [] });
    expect(exit).toEqual({ 'exit code': expect.any(Number) });
    expect(exit).not.toEqual({ 'exit code': 0 });
  },
);

check(
  'settings.each',
  'a PORT of 0 or with letters, and no ADDRESS_URL, stop the start with a non-zero exit code and are named, too',
  { clause: 'A15', needs: ['settings.named'], demands: ['lifecycle'] },
  async (context) => {
    const impossible = [{ PORT: '3000abc', ADDRESS_URL: undefined }, { PORT: '0' }];
    for (const { unnamed, exit } of await Promise.all(impossible.map((settings) => badStart(context, settings)))) {
      expect({ 'not named': unnamed }).toEqual({ 'not named': [] });
      expect(exit).toEqual({ 'exit code': expect.any(Number) });
      expect(exit).not.toEqual({ 'exit code': 0 });
    }
  },
);

check(
  'docs.openapi',
  'GET /openapi.json serves OpenAPI 3 with every operation of the lab',
  { clause: 'A14', needs },
  async ({ api }) => {
    const { openapi, paths } = shown(await api.get('/openapi.json')) as { openapi?: string; paths?: object };
    expect(openapi).toEqual(expect.stringMatching(/^3\./));
    const operations = Object.values(paths ?? {}).map((path) => Object.keys(path));
    expect(operations).toContainEqual(expect.arrayContaining(['get', 'post']));
    expect(operations).toContainEqual(expect.arrayContaining(['get', 'put', 'patch', 'delete']));
  },
);

check('docs.page', '/api-docs leads to the page of Swagger UI', { clause: 'A14', needs }, async ({ api }) => {
  const page = await landing(api, '/api-docs');
  expect(page).toHaveStatus(200);
  expect(page.headers['content-type']).toMatch(/^text\/html/i);
  expect(page.text).toMatch(/swagger/i);
});
