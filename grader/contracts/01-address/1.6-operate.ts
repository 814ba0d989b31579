import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { badStart, landing } from '../operating.ts';
import { apart, found, healed, lost, startedAway } from './lifecycle.ts';
import { shown, times } from './reading.ts';
import { stopped } from './stopping.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.6');
type Context = Parameters<Parameters<typeof check>[3]>[0];
type Api = Context['api'];

check(
  'health.ok',
  '/health answers 200 {"status":"ok"}, while other requests are at work too',
  { clause: 'A1', needs: ['create.status'] },
  async (context) => {
    // A machine that stands still for a moment is nobody's fault.
    let health = await healthAtWork(context);
    for (let again = 0; again < 2 && health?.status !== 200; again += 1) health = await healthAtWork(context);
    expect({ status: health?.status, body: health?.body }).toMatchObject({ status: 200, body: { status: 'ok' } });
  },
);

async function healthAtWork({ api, make }: Pick<AddressContext, 'make'> & { api: Api }): Promise<Answer | undefined> {
  const work = times(5, () => api.post('/addresses', make.address()));
  return (await Promise.all([...work, api.get('/health')])).at(-1);
}

check(
  'health.away',
  'a database that is away does not stop the start, and /health answers 503 meanwhile',
  { clause: 'A1', needs: ['create.status'], demands: ['lifecycle'] },
  async (context) => expect((await startedAway(context)).health).toBeProblem(503),
);

check(
  'health.back',
  'once the database is back, /health answers 200 and addresses can be created',
  { clause: 'A1', needs: ['health.away'], demands: ['lifecycle'] },
  async (context) => {
    const { created } = await healed(context);
    expect(created).toHaveStatus(201);
  },
);

check(
  'health.neighbour',
  '/health answers 200 while the verification API cannot be reached: the state of a neighbour does not count',
  { clause: 'A1', needs: ['health.back'], demands: ['lifecycle', 'doubles'] },
  async (context) => expect(await apart(context)).toHaveStatus(200),
);

/** What a stack trace, SQL, or what a driver says of a connection looks like. */
const internals =
  /(\n|\\n)\s+at |node_modules|\.[jt]s:\d+|\bselect (\*|"[^"]+"|\w+,|\w+\().* from ["\w]+|insert into ["\w]+ \(|\$1\b/i;

check(
  'health.lost',
  'a database that goes away later does not end the service: /health answers 503, and no error tells of the inside',
  { clause: 'A1, A3', needs: ['health.back', 'read.same'], demands: ['lifecycle'] },
  async (context) => {
    const { health, read } = await lost(context);
    expect(health).toBeProblem(503);
    expect(health.text).not.toMatch(internals);
    expect(read.text).not.toMatch(internals);
    // A service that still knows the address may show it.
    if (read.status === 200) return;
    expect(read).toMatchObject({ type: expect.stringMatching(/^application\/problem\+json/i) });
    expect(read.status).toBeGreaterThanOrEqual(500);
  },
);

check(
  'list.lost',
  'a collection that is read while the database is away is not said to be empty',
  { clause: 'A3, A13', needs: ['health.lost', 'list.items'], demands: ['lifecycle'], hints: 'health' },
  async (context) => {
    const { list } = await lost(context);
    // A service that still knows its addresses may show them.
    if (list.status === 200) return expect(JSON.parse(list.text)).toMatchObject({ data: [expect.any(Object)] });
    expect(list.status).toBeGreaterThanOrEqual(500);
  },
);

check(
  'health.found',
  'when that database is back, the same process works as before',
  { clause: 'A1', needs: ['health.lost'], demands: ['lifecycle'] },
  async (context) => {
    expect((await found(context)).created).toHaveStatus(201);
  },
);

check(
  'settings.named',
  'every setting at fault is named on stdout or stderr',
  { clause: 'A15', needs: ['create.status'], demands: ['lifecycle'] },
  async (context) => expect((await withoutPort(context)).unnamed).toEqual([]),
);

check(
  'settings.exit',
  'missing or impossible settings stop the start with a non-zero exit code',
  { clause: 'A15', needs: ['settings.named'], demands: ['lifecycle'] },
  async (context) => {
    const { exit } = await withoutPort(context);
    expect(exit).toEqual({ 'exit code': expect.any(Number) });
    expect(exit).not.toEqual({ 'exit code': 0 });
  },
);

function withoutPort(context: Context): ReturnType<typeof badStart> {
  const settings = { PORT: undefined, DATABASE_URL: undefined, ADDRESS_VERIFICATION_URL: 'not a URL' };
  return context.service.shared('bad settings', () => badStart(context, settings));
}

check(
  'settings.each',
  'a PORT of 0 or with letters, a DATABASE_URL that is none, and no ADDRESS_VERIFICATION_URL are at fault, too',
  { clause: 'A15', needs: ['settings.exit'], demands: ['lifecycle'] },
  async (context) => {
    const url = { DATABASE_URL: 'http://127.0.0.1/addresses', ADDRESS_VERIFICATION_URL: undefined };
    const starts = [{ PORT: '3000abc', ...url }, { PORT: '0' }].map((settings) => badStart(context, settings));
    for (const { unnamed, exit } of await Promise.all(starts)) {
      expect({ 'not named': unnamed }).toEqual({ 'not named': [] });
      expect(exit).toEqual({ 'exit code': expect.any(Number) });
      expect(exit).not.toEqual({ 'exit code': 0 });
    }
  },
);

interface OpenApi {
  openapi?: string;
  paths?: Record<string, { $ref?: string }>;
  components?: { pathItems?: Record<string, object> };
}

check(
  'docs.openapi',
  'GET /openapi.json serves OpenAPI 3 with every operation of the lab',
  { clause: 'A14', needs: ['create.status'] },
  async ({ api }) => {
    const { openapi, paths, components } = shown(await api.get('/openapi.json')) as OpenApi;
    expect(openapi).toEqual(expect.stringMatching(/^3\./));
    const itemOf = ({ $ref }: { $ref?: string }) => components?.pathItems?.[$ref?.split('/').at(-1) ?? ''];
    const operations = Object.values(paths ?? {}).map((path) => Object.keys(itemOf(path) ?? path));
    expect(operations).toContainEqual(expect.arrayContaining(['get', 'post']));
    expect(operations).toContainEqual(expect.arrayContaining(['get', 'put', 'delete']));
  },
);

check(
  'docs.page',
  '/api-docs leads to the page of Swagger UI',
  { clause: 'A14', needs: ['create.status'] },
  async ({ api }) => {
    const page = await landing(api, '/api-docs');
    expect(page).toHaveStatus(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/i);
    expect(page.text).toMatch(/swagger/i);
  },
);

check(
  'stop.in-flight',
  'SIGTERM lets a request in flight finish',
  { clause: 'A16', needs: ['limit.patient'], demands: ['lifecycle', 'doubles'] },
  async (context) => {
    const { answer, inFlight, uploaded } = await stopped(context);
    expect({ 'asked the API before SIGTERM': inFlight }).toEqual({ 'asked the API before SIGTERM': true });
    expect({ 'status of the request in flight': answer?.status ?? 'no answer' }).toEqual({
      'status of the request in flight': 201,
    });
    expect({ 'status of the request that was answered 1.5 s later': uploaded ?? 'no answer' }).toEqual({
      'status of the request that was answered 1.5 s later': 201,
    });
  },
);

check(
  'stop.exit',
  'SIGTERM ends the service with exit code 0 within 5 s, though a client keeps an idle connection',
  { clause: 'A16', needs: ['create.status'], demands: ['lifecycle', 'doubles'] },
  async (context) => {
    const { exit } = await stopped(context);
    expect({ 'exit code': exit ? (exit.code ?? exit.signal) : 'still running' }).toEqual({ 'exit code': 0 });
  },
);
