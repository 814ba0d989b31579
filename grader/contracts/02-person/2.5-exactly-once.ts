import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, itemsOf, shown, times } from '../01-address/reading.ts';
import { restarted } from './lifecycle.ts';
import { type Context, stored } from './stored.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.5');

/** What a replay must repeat. */
function recorded({ status, location, etag, headers, text }: Answer) {
  return { status, location, etag, type: headers['content-type'], text };
}

/** A POST under a key, and how to repeat it. */
async function posted({ api, make, random }: Context) {
  const draft = make.person();
  const headers = { 'idempotency-key': `"${random.text(20)}"` };
  const send = (body: unknown = JSON.stringify(draft)) => api.post('/persons', body, { headers });
  return { draft, headers, send, first: await send() };
}

check(
  'key.replayed',
  'the same key with the same bytes gets the recorded 201 again, and there is one person',
  { clause: 'C', needs: ['etag.value', 'page.items'] },
  async (context) => {
    const { draft, first, send } = await posted(context);
    expect(first).toHaveStatus(201);
    expect(recorded(await send())).toEqual(recorded(first));
    expect(itemsOf(await context.api.get(`/persons?lastName=${draft.lastName}`))).toHaveLength(1);
  },
);

check(
  'key.past',
  'the recorded 201 is replayed to the byte after the person has changed, and after it was deleted',
  { clause: 'C', needs: ['key.replayed', 'put.replaces', 'delete.gone'] },
  async (context) => {
    const { api, make } = context;
    const { first, send } = await posted(context);
    const url = new URL(first.location ?? '', first.url).href;
    const { etag } = await api.put(url, make.person(), { ifMatch: first.etag });
    expect(recorded(await send())).toEqual(recorded(first));
    await api.delete(url, { ifMatch: etag });
    expect(recorded(await send())).toEqual(recorded(first));
  },
);

check(
  'key.restart',
  'the recorded 201 is replayed after kill -9 and a restart',
  { clause: 'C, A16', needs: ['key.replayed', 'state.survives'], demands: ['lifecycle'] },
  async (context) => {
    const { created, repeated } = await restarted(context);
    expect(recorded(repeated)).toEqual(recorded(created));
  },
);

check(
  'key.other-body',
  'the same key with another body is refused with 422, and creates nobody',
  { clause: 'C', needs: ['key.replayed'] },
  async (context) => {
    const { draft, send } = await posted(context);
    expect(await send({ ...draft, phone: '+12125550199' })).toBeProblem(422);
    const other = context.make.person();
    expect(await send(other)).toBeProblem(422);
    expect(itemsOf(await context.api.get(`/persons?lastName=${other.lastName}`))).toEqual([]);
  },
);

check(
  'key.own',
  'another key is another attempt, also when it differs in capitals, or in a character that is no letter',
  { clause: 'C', needs: ['key.replayed'] },
  async ({ api, make, random }) => {
    const key = random.text(20).toLowerCase();
    const ids = [];
    for (const own of [`${key}a`, `${key}A`, `${key}.a`, `${key},a`, `${key},b`]) {
      const answer = await api.post('/persons', make.person(), { headers: { 'idempotency-key': `"${own}"` } });
      expect(answer).toHaveStatus(201);
      ids.push(shown(answer).id);
    }
    expect(new Set(ids).size).toBe(ids.length);
  },
);

check(
  'key.refused',
  'a refusal is not recorded: the same key may be used with the body mended',
  { clause: 'C', needs: ['key.replayed', 'member.email', 'unique.post'] },
  async (context) => {
    const { api, make, random } = context;
    const taken = (await stored(context)).draft.email;
    const headers = { 'idempotency-key': `"${random.text(20)}"` };
    expect(await api.post('/persons', make.person({ email: 'nobody' }), { headers })).toBeProblem(422);
    expect(await api.post('/persons', make.person({ email: taken }), { headers })).toBeProblem(409);
    expect(await api.post('/persons', make.person(), { headers })).toHaveStatus(201);
  },
);

check(
  'key.conflict',
  'the 409 of an e-mail address that is taken has no Retry-After, in a POST with a key or without, a PUT and a PATCH',
  { clause: 'C', needs: ['key.replayed', 'merge.taken'] },
  async (context) => {
    const { api, make, random } = context;
    const { draft } = await stored(context);
    const headers = { 'idempotency-key': `"${random.text(20)}"` };
    const [person, { email }] = [await stored(context), draft];
    const type = 'application/merge-patch+json';
    for (const answer of [
      await api.post('/persons', make.person({ email }), { headers }),
      await api.post('/persons', make.person({ email })),
      await api.put(person.url, make.person({ email }), { ifMatch: person.etag }),
      await api.patch(person.url, { email }, { type, ifMatch: person.etag }),
    ]) {
      expect(answer).toBeProblem(409);
      expect(answer.headers['retry-after'] ?? 'absent').toBe('absent');
    }
  },
);

const RACERS = 20;

check(
  'key.race',
  'of 20 racing POSTs with one key and body all get the 201, or 409 with Retry-After, and there is one person',
  { clause: 'C', needs: ['key.replayed'] },
  async (context) => {
    const { api, make, random } = context;
    const draft = make.person();
    const headers = { 'idempotency-key': `"${random.text(20)}"` };
    const answers = await Promise.all(times(RACERS, () => api.post('/persons', draft, { headers })));
    const { 201: created = 0, 409: busy = 0 } = countStatuses(answers);
    expect(created).toBeGreaterThan(0);
    expect({ 'created or busy': created + busy }).toEqual({ 'created or busy': RACERS });
    const endless = answers.filter(({ status, headers: it }) => status === 409 && !it['retry-after']);
    expect({ '409 without Retry-After': endless.length }).toEqual({ '409 without Retry-After': 0 });
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
    expect(itemsOf(await api.get(`/persons?lastName=${draft.lastName}`))).toHaveLength(1);
  },
);

check(
  'key.elsewhere',
  'in a PUT or PATCH the key has no meaning',
  { clause: 'C', needs: ['key.replayed', 'etag.changes', 'merge.sets'] },
  async (context) => {
    const { api, make } = context;
    const { first, headers } = await posted(context);
    const draft = make.person();
    const { href: url } = new URL(first.location ?? '', first.url);
    const put = await api.put(url, draft, { headers, ifMatch: first.etag });
    expect(put).toHaveStatus(200);
    expect(put.body).toMatchObject(draft);
    const type = 'application/merge-patch+json';
    const patch = await api.patch(url, { phone: '+12' }, { headers, ifMatch: put.etag, type });
    expect(patch).toHaveStatus(200);
    expect(patch.body).toMatchObject({ phone: '+12' });
  },
);
