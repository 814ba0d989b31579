import { fileURLToPath } from 'node:url';
import { type JestWorkerFarm, Worker } from 'jest-worker';
import type * as Scenes from './support/engine-scenes.ts';

const scenes = new Worker(fileURLToPath(new URL('./support/engine-scenes.ts', import.meta.url)), {
  exposedMethods: ['playTwice'],
  numWorkers: 1,
}) as JestWorkerFarm<{ playTwice: typeof Scenes.playTwice }>;
afterAll(() => scenes.end());

async function played(name: string): Promise<Scenes.Seen[]> {
  const [first, second] = await scenes.playTwice(name);
  expect(second.map(({ id, verdict }) => [id, verdict.status])).toEqual(
    first.map(({ id, verdict }) => [id, verdict.status]),
  );
  return first;
}

test('a check whose need has failed is blocked, and so is what needs it, by the one that failed', async () => {
  expect(await played('needs failed')).toMatchObject([
    { id: 'first', verdict: { status: 'failed' } },
    { id: 'second', verdict: { status: 'blocked', by: ['first'] } },
    { id: 'third', verdict: { status: 'blocked', by: ['first'] } },
    { id: 'apart', verdict: { status: 'passed' } },
  ]);
});

test('a failed check says what was wanted, what came, and in which exchange', async () => {
  const [first] = await played('needs failed');
  expect(first?.verdict).toMatchObject({
    reason: { message: 'GET / answered 404, wanted 200.', expected: '200', received: '404' },
    exchange: { method: 'GET', path: '/', response: { status: 404 } },
  });
});

test('a check that judges what another has asked says in which exchange', async () => {
  const exchange = { path: '/shared', response: { status: 404 } };
  expect(await played('shared answer')).toMatchObject([
    { id: 'asks', verdict: { status: 'passed' } },
    { id: 'judges', verdict: { status: 'failed', exchange } },
  ]);
  const unanswered = { verdict: { status: 'failed', exchange: { path: '/shared', error: expect.any(String) } } };
  expect(await played('shared failure')).toMatchObject([unanswered, unanswered]);
});

test('an answer in a form that no check expects is the fault of the service', async () => {
  for (const scene of ['odd answer', 'odd answer beside another request']) {
    const [odd] = await played(scene);
    expect(odd?.verdict).toMatchObject({ status: 'failed' });
  }
});

test('an error before anything was asked is the fault of the grader', async () => {
  const [bug] = await played('bug in a check');
  expect(bug?.verdict).toMatchObject({ status: 'faulted' });
});

test('a connection that is cut fails the check that asked', async () => {
  const [cut] = await played('no answer');
  expect(cut?.verdict).toMatchObject({
    status: 'failed',
    reason: { message: expect.stringContaining('got no answer') },
  });
});

test('an answer of more than 1 MB fails the check that asked', async () => {
  const [long] = await played('too long an answer');
  expect(long?.verdict).toMatchObject({
    status: 'failed',
    reason: { message: expect.stringContaining('longer than') },
  });
});

test('what failed while the machine held the grader up is tried again, with data that is new to the service', async () => {
  expect(await played('held up')).toMatchObject([{ id: 'fresh', verdict: { status: 'passed' } }]);
});

test('what checks share is made anew for a second try', async () => {
  expect(await played('held up at first')).toMatchObject(Array(2).fill({ verdict: { status: 'passed' } }));
});

test('what is judged by something that was seen while the machine held the grader up is tried again too', async () => {
  expect(await played('held up before')).toMatchObject(Array(2).fill({ verdict: { status: 'passed' } }));
});

test('what failed in every try while the machine held the grader up is marked, and nothing else', async () => {
  const [late, calm] = await played('held up for ever');
  expect(late).toMatchObject({ id: 'late', verdict: { status: 'failed' }, pressed: true });
  expect(calm).toEqual({ id: 'calm', verdict: { status: 'passed' } });
});

test('checks that wait take no place from one that asks, however many there are', async () => {
  const seen = await played('many that wait');
  expect(seen.map(({ verdict }) => verdict.status)).toEqual(Array(21).fill('passed'));
});

test('what a URL cannot give is not applicable', async () => {
  expect(await played('remote')).toMatchObject([
    { id: 'faults', verdict: { status: 'not applicable', demands: ['doubles'] } },
    { id: 'plain', verdict: { status: 'passed' } },
  ]);
});

test('every check that is declared is executed, in the order of the manifest', async () => {
  const ids = (await played('sixty checks')).map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: 60 }, (_, index) => `n${index}`));
});
