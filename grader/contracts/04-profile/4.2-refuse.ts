import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Step } from '../../src/doubles/neighbours/scene.ts';
import { type Context, holder, newcomer, posted } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.2');
const demands = ['doubles'] as const;
const needs = ['create.status'];

/** The answer to a POST with exactly this body, and with a key. */
async function sent(context: Context, body: unknown, type?: string) {
  const headers = { 'idempotency-key': context.make.key() };
  return (await holder(context)).post(body, { headers, ...(type === undefined ? {} : { type }) });
}

check(
  'auth.post',
  'a POST needs a token with the scope profile, too: 401, 403, and no call',
  { clause: 'E', needs: [...needs, 'auth.none', 'auth.scope'], demands: [...demands] },
  async (context) => {
    const { api, make, signer } = context;
    const scene = newcomer(context);
    const sub = make.sub();
    const [valid, elsewhere] = [await signer.token(sub), await signer.token(sub, { claims: { scope: 'films' } })];
    for (const [token, status] of [
      [undefined, 401],
      [`${valid}x`, 401],
      [elsewhere, 403],
    ] as const) {
      const headers = { 'idempotency-key': make.key(), ...(token && { authorization: `Bearer ${token}` }) };
      expect(await api.post('/profiles', scene.draft, { headers })).toBeProblem(status);
    }
    expect(scene.calls()).toEqual([]);
  },
);

check(
  'body.malformed',
  'malformed JSON, no body, and bytes that are not UTF-8 are refused with 400, another media type, or none, with 415',
  { clause: 'A2', needs, demands: [...demands] },
  async (context) => {
    for (const body of ['{"person":', '', Buffer.from([0x22, 0xff, 0x22])]) {
      expect(await sent(context, body)).toBeProblem(400);
    }
    const { authorization } = await holder(context);
    const body = JSON.stringify(context.make.household());
    expect(await sent(context, body, 'text/plain')).toBeProblem(415);
    const headers = { authorization, 'idempotency-key': context.make.key() };
    expect(await context.api.send({ method: 'POST', path: '/profiles', body, headers })).toBeProblem(415);
  },
);

check(
  'body.large',
  'a body over 100 kB is refused with 413, and one of 90 kB is not',
  { clause: 'A2', needs, demands: [...demands] },
  async (context) => {
    const [large, small] = [newcomer(context), newcomer(context)];
    large.draft.person.lastName = 'x'.repeat(150_000);
    small.draft.person.lastName = 'x'.repeat(90_000);
    expect((await posted(context, large)).answer).toBeProblem(413);
    expect((await posted(context, small)).answer).toHaveStatus(201);
  },
);

check(
  'body.missing',
  'a person or an address that is missing, or no object, is refused with 422, each with its pointer, without a call',
  { clause: 'E, A4', needs, demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const { person, address } = scene.draft;
    for (const [body, pointers] of [
      [{}, ['/person', '/address']],
      [{ person }, ['/address']],
      [{ address }, ['/person']],
      [{ person, address: '120 W 12th St' }, ['/address']],
      [{ person: [person], address }, ['/person']],
      [{ person: null, address: 7 }, ['/person', '/address']],
    ] as [object, string[]][]) {
      expect(await sent(context, body)).toBeProblem(422, { pointers });
    }
    expect(scene.calls()).toEqual([]);
  },
);

check(
  'body.unknown',
  'each unknown member beside person and address, or one that the service owns, is refused with 422, without a call',
  { clause: 'A4', needs: ['body.missing'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    const { person } = scene.draft;
    for (const [body, pointers] of [
      [{ ...scene.draft, colour: 'red' }, ['/colour']],
      [{ ...scene.draft, links: [], toString: 1, 'a/b~c': 2, '': 3 }, ['/links', '/toString', '/a~1b~0c', '/']],
      [{ person, colour: 'red' }, ['/address', '/colour']],
    ] as [object, string[]][]) {
      expect(await sent(context, body)).toBeProblem(422, { pointers });
    }
    expect(scene.calls()).toEqual([]);
  },
);

check(
  'body.no-object',
  'JSON that is no object is refused with 422 and the pointer ""',
  { clause: 'A4', needs, demands: [...demands] },
  async (context) => {
    for (const body of ['[]', '"x"', '7', 'null']) {
      expect(await sent(context, body)).toBeProblem(422, { pointers: [''] });
    }
  },
);

/** The answer to the POST of a household of which a neighbour refuses this step. */
async function refusedAt(context: Context, step: Step, status: number, pointers?: string[]) {
  const scene = newcomer(context);
  scene.strike(step, { kind: 'reply', answer: problem(status, pointers ? { pointers } : {}) });
  return (await posted(context, scene)).answer;
}

check(
  'refused.address',
  'when Address refuses a member, the answer is 422, and points below /address',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const members = await refusedAt(context, 'POST /addresses', 422, ['/postalCode', '/a~1b~0/0']);
    expect(members).toBeProblem(422, { pointers: ['/address/postalCode', '/address/a~1b~0/0'] });
    const whole = await refusedAt(context, 'POST /addresses', 422, ['']);
    expect(whole).toBeProblem(422, { pointers: ['/address'] });
  },
);

check(
  'refused.person',
  'when Person refuses a member, the answer is 422, and points below /person',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const answer = await refusedAt(context, 'POST /persons', 422, ['/email', '/phone']);
    expect(answer).toBeProblem(422, { pointers: ['/person/email', '/person/phone'] });
  },
);

check(
  'refused.email',
  'when somebody has the e-mail address already, the answer is 409',
  { clause: 'E', needs, demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    context.neighbours.persons.keep(scene.draft.person);
    expect((await posted(context, scene)).answer).toBeProblem(409);
  },
);

check(
  'refused.otherwise',
  'any other refusal of a neighbour is answered with 503 and Retry-After',
  { clause: 'E', needs: ['refused.address', 'refused.person'], demands: [...demands] },
  async (context) => {
    for (const [step, status] of [
      ['POST /addresses', 403],
      ['POST /addresses', 404],
      ['POST /addresses', 409],
      ['POST /persons', 400],
      ['POST /persons', 401],
    ] as [Step, number][]) {
      const answer = await refusedAt(context, step, status);
      expect(answer).toBeProblem(503);
      expect(answer.headers['retry-after'] ?? 'absent').not.toBe('absent');
    }
  },
);

check(
  'refused.link',
  'a link that is refused is nothing that the client can mend: 503 and Retry-After',
  { clause: 'E', needs: ['refused.otherwise'], demands: [...demands] },
  async (context) => {
    for (const status of [422, 404]) {
      const answer = await refusedAt(context, 'PUT /persons/{id}/address', status, ['/href']);
      expect(answer).toBeProblem(503);
      expect(answer.headers['retry-after'] ?? 'absent').not.toBe('absent');
    }
  },
);
