import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import type { Instance } from '../../src/types.ts';
import { apart, found, healed, lost, startedAway, stopped } from './lifecycle.ts';
import { shown, times } from './reading.ts';
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
  'health.found',
  'when that database is back, the same process works as before',
  { clause: 'A1', needs: ['health.lost'], demands: ['lifecycle'] },
  async (context) => {
    expect((await found(context)).created).toHaveStatus(201);
  },
);

/** Of each setting some values that cannot be; one of each is tried. */
const impossible = {
  PORT: ['70000', '0', '80a', '3000abc'],
  DATABASE_URL: [undefined, 'http://127.0.0.1/addresses'],
  ADDRESS_VERIFICATION_URL: ['not a URL'],
};

check(
  'settings.named',
  'every setting at fault is named on stdout or stderr',
  { clause: 'A15', needs: ['create.status'], demands: ['lifecycle'] },
  async (context) => {
    const { output } = await badStart(context);
    expect(Object.keys(impossible).filter((name) => !output.includes(name))).toEqual([]);
  },
);

check(
  'settings.exit',
  'missing or impossible settings stop the start with a non-zero exit code',
  { clause: 'A15', needs: ['settings.named'], demands: ['lifecycle'] },
  async (context) => {
    const { exit } = await badStart(context);
    expect(exit).toEqual({ 'exit code': expect.any(Number) });
    expect(exit).not.toEqual({ 'exit code': 0 });
  },
);

/** Longer than any honest start takes to fail. */
const START_LIMIT_MS = 12_000;

function badStart({ service, random }: Context): Promise<{ exit: Record<string, unknown>; output: string }> {
  return service.shared('bad settings', async () => {
    const drawn = Object.entries(impossible).map(([name, values]) => [name, random.pick<string | undefined>(values)]);
    const instance = await service.start({ settings: Object.fromEntries(drawn) });
    const exit = await Promise.race([instance.exited, pause(START_LIMIT_MS, undefined, { ref: false })]);
    await allNamed(instance);
    return { exit: { 'exit code': exit ? (exit.code ?? exit.signal) : 'still running' }, output: instance.output() };
  });
}

/** The last lines may still be under way when a process has ended: for a moment longer, or until nothing is missing. */
async function allNamed(instance: Instance): Promise<void> {
  const isNamed = (name: string) => instance.output().includes(name);
  for (const limit = performance.now() + 1_000; performance.now() < limit; await pause(10)) {
    if (Object.keys(impossible).every(isNamed)) return;
  }
}

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

/** What a page leads to, after at most five redirects. */
async function landing(api: Api, path: string, left = 5): Promise<Answer> {
  const answer = await api.get(path);
  const redirected = answer.status >= 300 && answer.status < 400 && answer.location && left > 0;
  return redirected ? landing(api, new URL(answer.location ?? '', answer.url).href, left - 1) : answer;
}

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
