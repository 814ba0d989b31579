import { request } from 'node:http';
import express from 'express';
import { jsonBody } from '../src/json.ts';
import { answerProblems, notFound, Problem } from '../src/problem.ts';
import { captureErrors } from './capture.ts';
import { type Listening, listen } from './listen.ts';

const app = express()
  .get('/busy', () => {
    throw new Problem(503, 'Later.', { code: 'busy', headers: { 'Retry-After': '1' } });
  })
  .get('/bug', () => {
    throw new Error('select secret from /etc/passwd');
  })
  .get('/things/:id', (_request, response) => response.sendStatus(200))
  .post('/things', jsonBody(), ({ body }, response) => response.json({ body }))
  .patch('/things', jsonBody('application/merge-patch+json'), ({ body }, response) => response.json({ body }))
  .use(notFound, answerProblems);

let service: Listening;
beforeAll(async () => {
  service = await listen(app);
});
afterAll(() => service[Symbol.asyncDispose]());

async function problem(path: string, init?: RequestInit) {
  const answer = await fetch(service.origin + path, init);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  return { headers: answer.headers, ...((await answer.json()) as Record<string, unknown>), httpStatus: answer.status };
}

const post = (body: string | Uint8Array, type = 'application/json') =>
  problem('/things', { method: 'POST', body: body as string, headers: type ? { 'content-type': type } : {} });

test('a problem is answered with its status, code and headers', async () => {
  const { headers, ...answer } = await problem('/busy?x=1');

  expect(answer).toEqual({
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    httpStatus: 503,
    detail: 'Later.',
    instance: '/busy',
    code: 'busy',
  });
  expect(headers.get('retry-after')).toBe('1');
});

test('a bug is logged, and answered with 500 that does not show it', async () => {
  using log = captureErrors();

  const answer = await problem('/bug');

  expect(answer).toMatchObject({ status: 500, httpStatus: 500, code: 'internal-server-error' });
  expect(JSON.stringify(answer)).not.toMatch(/secret/);
  expect(log.printed).toMatchObject([{ message: 'select secret from /etc/passwd' }]);
});

test.each(['/nothing', '/things/%E0%A4%A', '/things/%'])('%s is a path where nothing is', async (path) => {
  expect(await problem(path)).toMatchObject({ status: 404, httpStatus: 404, code: 'not-found' });
});

test('instance is a valid URI reference, whatever was asked for', async () => {
  const { port } = new URL(service.origin);
  const text = await new Promise<string>((resolve) => {
    request({ port, path: '/"<{|}>\\^`%zz?"' }, (answer) => answer.on('data', (chunk) => resolve(String(chunk)))).end();
  });

  expect(JSON.parse(text).instance).toBe('/%22%3C%7B%7C%7D%3E%5C%5E%60%25zz');
});

test('a body must be whole JSON in UTF-8, at most 100 kB, and declared as such', async () => {
  expect(await post('')).toMatchObject({ status: 400 });
  expect(await post('{"a":')).toMatchObject({ status: 400 });
  expect(await post(Buffer.from('"\xff"', 'latin1'))).toMatchObject({ status: 400 });
  expect(await post(`"${'x'.repeat(150_000)}"`)).toMatchObject({ status: 413 });
  expect(await post('{}', 'text/plain')).toMatchObject({ status: 415 });
  expect(await post('{}', 'application/json; charset=latin1')).toMatchObject({ status: 415 });
  expect(await post(Buffer.from('{}'), '')).toMatchObject({ status: 415 });
});

test.each([
  ['POST', 'application/json'],
  ['POST', 'Application/JSON; charset="UTF-8"'],
  ['PATCH', 'application/merge-patch+json'],
])('%s reads a body of %s', async (method, type) => {
  const answer = await fetch(`${service.origin}/things`, { method, body: '"ä"', headers: { 'content-type': type } });

  expect(await answer.json()).toEqual({ body: 'ä' });
});
