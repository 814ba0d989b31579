import { checkpoint, expect } from '../../../src/check.ts';
import { inBatches, itemsOf, times } from '../../01-address/reading.ts';
import { restarted } from '../lifecycle.ts';
import { stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.5', { hidden: true });
const ROUNDS = 6;

check(
  'key.race-bodies',
  'of two bodies that race under one key one creates a person, and the other is refused with 422, or 409 with Retry-After',
  { clause: 'C', needs: ['key.race', 'key.other-body'] },
  async ({ api, make, random }) => {
    const rounds = await inBatches(times(ROUNDS, String), async () => {
      const headers = { 'idempotency-key': `"${random.text(20)}"` };
      const family = make.family(2);
      const answers = await Promise.all(family.map((draft) => api.post('/persons', draft, { headers })));
      const refused = answers.find(({ status }) => status !== 201);
      expect([422, 409]).toContain(refused?.status);
      if (refused?.status === 409) expect(refused.headers['retry-after'] ?? 'absent').not.toBe('absent');
      return itemsOf(await api.get(`/persons?lastName=${family[0]?.lastName}`)).length;
    });
    expect({ 'persons of each round': rounds }).toEqual({ 'persons of each round': times(ROUNDS, () => 1) });
  },
);

check(
  'key.text',
  'a key of 1,000 characters is refused with 400, or is another one when it differs at its end, and replayed',
  { clause: 'C, RFC 9651 §3.3.3', needs: ['key.replayed', 'key.own'] },
  async ({ api, make, random }) => {
    const [draft, key] = [make.person(), random.text(999)];
    const under = (end: string, body: object) =>
      api.post('/persons', body, { headers: { 'idempotency-key': `"${key}${end}"` } });
    const first = await under('a', draft);
    expect(first).toHaveStatus(201, 400);
    if (first.status === 400) return;
    expect((await under('a', draft)).text).toBe(first.text);
    expect(await under('b', make.person())).toHaveStatus(201);
  },
);

check(
  'key.restart-past',
  'after kill -9 and a restart the recorded 201 is replayed to the byte, though the person has changed since',
  { clause: 'C, A16', needs: ['key.restart', 'key.past', 'link.survives'], demands: ['lifecycle', 'doubles'] },
  async (context) => {
    const { created, repeated } = (await restarted(context)).lodger;
    expect({ 'answer after the restart': repeated?.text }).toEqual({ 'answer after the restart': created.text });
  },
);

check(
  'key.repeats',
  'a PUT, PATCH or DELETE that comes again with its key is judged anew: 412 with the stale ETag, 404 when the person is gone',
  { clause: 'C, A10', needs: ['key.elsewhere', 'match.stale', 'delete.gone'] },
  async (context) => {
    const { api, make, random } = context;
    const { url, etag } = await stored(context);
    const headers = { 'idempotency-key': `"${random.text(20)}"` };
    const draft = make.person();
    const put = () => api.put(url, draft, { headers, ifMatch: etag });
    const [{ etag: second }, late] = [await put(), await put()];
    expect(late).toBeProblem(412);
    const type = 'application/merge-patch+json';
    const patch = () => api.patch(url, { phone: '+12125550100' }, { headers, type, ifMatch: second });
    const [{ etag: third }, later] = [await patch(), await patch()];
    expect(later).toBeProblem(412);
    const remove = () => api.delete(url, { headers, ifMatch: third });
    expect(await remove()).toHaveStatus(204);
    expect(await remove()).toBeProblem(404);
  },
);
