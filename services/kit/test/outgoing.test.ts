import express from 'express';
import { call, NoAnswer } from '../src/outgoing.ts';
import { continueTrace } from '../src/trace.ts';
import { type Listening, listen } from './listen.ts';

const app = express()
  .use(express.text())
  .get('/redirect', (_request, response) => response.redirect('/echo'))
  .all('/echo', ({ method, headers, body }, response) => response.json({ method, headers, body }))
  .get('/huge', (_request, response) => response.send('x'.repeat(2_000)))
  .get('/latin1', (_request, response) => response.end(Buffer.from([0xff])))
  .get('/cut', (_request, response) => response.destroy())
  .get('/hang', () => undefined)
  .get('/drip', (_request, response) => {
    const drip = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(drip));
  });

let service: Listening;
beforeAll(async () => {
  service = await listen(app);
});
afterAll(() => service[Symbol.asyncDispose]());

test('a call brings its method, headers, body and trace', async () => {
  const headers = { 'content-type': 'text/plain' };

  const { status, text } = await call(`${service.origin}/echo`, { method: 'POST', headers, body: 'hello' });

  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    method: 'POST',
    body: 'hello',
    headers: { traceparent: expect.any(String) },
  });
});

test('a redirect is not followed', async () => {
  expect(await call(`${service.origin}/redirect`)).toMatchObject({ status: 302, headers: { location: '/echo' } });
});

test.each(['/cut', '/hang', '/drip', '/huge', '/latin1'])('%s is no answer, within the limit', async (path) => {
  const began = performance.now();

  await expect(call(service.origin + path, { limitMs: 300, maxBytes: 1_000 })).rejects.toThrow(NoAnswer);

  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a refused connection is no answer', async () => {
  await expect(call('http://127.0.0.1:1/')).rejects.toThrow(NoAnswer);
});

const [trace, parent] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];

test.each([`00-${trace}-${parent}-00`, `01-${trace}-${parent}-01`, `cc-${trace}-${parent}-01-what.comes`])(
  'a trace goes on, under a parent of its own: %s',
  (incoming) => {
    expect(continueTrace(incoming)).toMatch(new RegExp(`^00-${trace}-(?!${parent})[0-9a-f]{16}-0[01]$`));
  },
);

test.each([
  undefined,
  '',
  'hello',
  `00-${trace}-${parent}`,
  `00-${trace}-${parent}-01-more`,
  `ff-${trace}-${parent}-01`,
  `00-${trace.toUpperCase()}-${parent}-01`,
  `00-${'0'.repeat(32)}-${parent}-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `00-${trace}-${parent}-01, 00-${trace}-${parent}-01`,
])('without a valid traceparent a new trace begins: %s', (incoming) => {
  const begun = continueTrace(incoming);

  expect(begun).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(begun).not.toMatch(trace);
  expect(continueTrace(incoming)).not.toBe(begun);
});
