import { checkpoint, expect } from '../../src/check.ts';
import { methodsIn } from '../01-address/reading.ts';
import { expectOptions } from './forms.ts';
import { stopped } from './lifecycle.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.6');

const all = ['/token', '/method', '/path'];

for (const [name, title, ...bodies] of [
  ['missing', 'each missing member of the body is at fault', [{}, all]],
  ['types', 'a member that is no text is at fault', [{ token: 1, method: null, path: ['/'] }, all]],
  [
    'unknown',
    'an unknown member is at fault, beside others too',
    [{ token: '', method: '', path: '', colour: 'red' }, ['/colour']],
    [{ token: 1, method: '', path: '', colour: 'red' }, ['/token', '/colour']],
    [{ token: '', method: '', path: '', 'a/b~c': 1 }, ['/a~1b~0c']],
    [{ token: '', method: '', path: '', constructor: 1 }, ['/constructor']],
  ],
  ['no-object', 'JSON that is no object is refused, with the pointer ""', [[], ['']], [null, ['']]],
] as [string, string, ...[unknown, string[]][]][]) {
  check(`body.${name}`, `${title}: 422`, { clause: 'A4', needs: ['authorize.allows'] }, async ({ api }) => {
    for (const [body, pointers] of bodies) expect(await api.post('/authorize', body)).toBeProblem(422, { pointers });
  });
}

check(
  'body.malformed',
  'malformed JSON and an empty body are refused with 400, another media type or none with 415; charset=utf-8 is fine',
  { clause: 'A2', needs: ['authorize.allows'] },
  async ({ api }) => {
    for (const body of ['{"token":', '', Buffer.from([0x22, 0xff, 0x22])])
      expect(await api.post('/authorize', body)).toBeProblem(400);
    expect(await api.post('/authorize', '{}', { type: 'text/plain' })).toBeProblem(415);
    expect(await api.send({ method: 'POST', path: '/authorize', body: '{}' })).toBeProblem(415);
    const wish = { token: 'x', method: 'GET', path: '/' };
    expect(await api.post('/authorize', wish, { type: 'application/json; charset=utf-8' })).toHaveStatus(200);
  },
);

check(
  'body.large',
  'a body over 100 kB is refused with 413',
  { clause: 'A2', needs: ['authorize.allows'] },
  async ({ api }) => {
    const body = (length: number) => ({ token: 'x', method: 'GET', path: `/${'x'.repeat(length)}` });
    expect(await api.post('/authorize', body(90_000))).toHaveStatus(200);
    expect(await api.post('/authorize', body(150_000))).toBeProblem(413);
  },
);

check(
  'method.authorize',
  '/authorize answers other methods with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9', needs: ['authorize.allows'] },
  async ({ api }) => {
    const answer = await api.get('/authorize');
    expect(answer).toBeProblem(405);
    expect(methodsIn(answer.headers.allow)).toContain('POST');
    await expectOptions(api, '/authorize', 'POST');
  },
);

check(
  'stop.in-flight',
  'SIGTERM lets a request in flight finish',
  { clause: 'A16', needs: ['table.setting'], demands: ['doubles', 'lifecycle'] },
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
  'SIGTERM ends the service with exit code 0 within 5 s, though a client keeps an idle connection',
  { clause: 'A16', needs: ['stop.in-flight'], demands: ['doubles', 'lifecycle'] },
  async (context) => {
    const { exit } = await stopped(context);
    expect(exit ?? 'still running').toEqual({ code: 0, signal: null });
  },
);
