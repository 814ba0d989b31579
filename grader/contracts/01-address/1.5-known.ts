import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, idsOf, itemsOf, shown, times } from './reading.ts';
import { stored } from './stored.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.5');

check(
  'known.same',
  'a second POST of the same place answers 200 with the address that exists, however it is spelt',
  { clause: 'A7, B', needs: ['verify.official', 'etag.value'] },
  async ({ api, make }) => {
    const draft = make.address();
    const { url, body, etag } = await api.created('/addresses', draft);
    const again = await api.post('/addresses', make.respelt(draft));
    expect(again).toHaveStatus(200);
    const location = new URL(again.location ?? '/no-location', again.url).href;
    expect({ location, etag: again.etag, body: again.body }).toEqual({ location: url, etag, body });
  },
);

const ROUNDS = 2;
const RACERS = 20;

check(
  'race.post',
  'of 20 racing POSTs of one place one answers 201 and the others 200, and there is one address',
  { clause: 'B', needs: ['known.same'] },
  async ({ api, make }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const draft = make.address();
      const answers = await Promise.all(times(RACERS, () => api.post('/addresses', draft)));
      expect(countStatuses(answers)).toEqual({ 200: RACERS - 1, 201: 1 });
      expect(new Set(answers.map((answer) => shown(answer).id)).size).toBe(1);
    }
  },
);

check(
  'known.deleted',
  'a place whose address was deleted can be created again',
  { clause: 'B', needs: ['known.same', 'delete.collection'] },
  async (context) => {
    const { api } = context;
    const { url, draft, etag } = await stored(context);
    await api.delete(url, { ifMatch: etag });
    const again = await api.post('/addresses', draft);
    expect(again).toHaveStatus(201);
    expect(await api.get(new URL(again.location ?? '/no-location', again.url).href)).toHaveStatus(200);
  },
);

check(
  'filter.point',
  'the filter deliveryPoint shows the address there, and no other; no character in it has a meaning of its own',
  { clause: 'A13, B', needs: ['verify.point', 'filter.wild'] },
  async ({ api, make }) => {
    const [one, other] = make.neighbours(2);
    if (!one || !other) throw new RangeError('two were asked for');
    const { body } = await api.created('/addresses', one);
    await api.created('/addresses', other);
    const point = make.candidate(one).delivery_point_barcode;
    expect(idsOf(itemsOf(await api.get(`/addresses?deliveryPoint=${point}`)))).toEqual([body.id]);
    for (const odd of ['%25', '_'.repeat(point.length), point.slice(0, -1)]) {
      const answer = await api.get(`/addresses?deliveryPoint=${odd}`);
      expect(answer).toHaveStatus(200, 400);
      if (answer.status === 200) expect(itemsOf(answer)).toEqual([]);
    }
  },
);

check(
  'fields.point',
  'deliveryPoint may be a field',
  { clause: 'A13', needs: ['verify.point', 'fields.only'] },
  async ({ api, make }) => {
    const [draft] = make.neighbours(1);
    const { body } = await api.created('/addresses', draft);
    const page = await api.get(`/addresses?postalCode=${draft?.postalCode}&fields=deliveryPoint`);
    expect(itemsOf(page)).toEqual([{ deliveryPoint: body.deliveryPoint, links: expect.any(Array) }]);
  },
);
