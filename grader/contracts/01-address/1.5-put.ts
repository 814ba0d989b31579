import { checkpoint, expect } from '../../src/check.ts';
import { leaks } from './leaks.ts';
import { countStatuses, shown, times } from './reading.ts';
import { stored } from './stored.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.5');

check(
  'put.verified',
  'a PUT is verified: what is stored is the official spelling and the delivery point',
  { clause: 'B', needs: ['put.replaces', 'verify.plus4', 'verify.point'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    const draft = make.address();
    expect(await api.put(url, make.respelt(draft), { ifMatch: etag })).toHaveStatus(200);
    const deliveryPoint = make.candidate(draft).delivery_point_barcode;
    expect(shown(await api.get(url))).toMatchObject({ ...draft, deliveryPoint });
  },
);

check(
  'put.none',
  'a PUT of an address that does not exist is refused with 422, and changes nothing',
  { clause: 'B', needs: ['put.verified', 'verify.none'] },
  async (context) => {
    const { api, make } = context;
    const { url, body, etag } = await stored(context);
    expect(await api.put(url, make.undeliverable(), { ifMatch: etag })).toBeProblem(422, { pointers: [''] });
    const now = await api.get(url);
    expect({ body: now.body, etag: now.etag }).toEqual({ body, etag });
  },
);

check(
  'put.taken',
  'a PUT that lands on the delivery point of another address is refused with 409, shows no SQL, and changes nothing',
  { clause: 'B, A3', needs: ['put.verified', 'known.same'] },
  async (context) => {
    const { api } = context;
    const { url, body, etag } = await stored(context);
    const { draft } = await stored(context);
    const refused = await api.put(url, draft, { ifMatch: etag });
    expect(refused).toBeProblem(409);
    expect(refused.text).not.toMatch(leaks);
    const now = await api.get(url);
    expect({ body: now.body, etag: now.etag }).toEqual({ body, etag });
  },
);

check(
  'put.point',
  'a PUT may send the deliveryPoint as it is, and no other',
  { clause: 'A4', needs: ['put.server-owned', 'verify.point'] },
  async (context) => {
    const { api } = context;
    const { url, draft, body, etag: ifMatch } = await stored(context);
    const moved = await api.put(url, { ...draft, deliveryPoint: '100118401293' }, { ifMatch });
    expect(moved).toBeProblem(422, { pointers: ['/deliveryPoint'] });
    const same = await api.put(url, { ...draft, deliveryPoint: body.deliveryPoint }, { ifMatch });
    expect(same).toHaveStatus(200);
  },
);

const RACERS = 20;

check(
  'race.place',
  'of 20 racing PUTs to one free place one succeeds, and the others get 409',
  { clause: 'B', needs: ['put.taken'] },
  async (context) => {
    const { api, make } = context;
    const movers = await Promise.all(times(RACERS, () => stored(context)));
    const place = make.address();
    const answers = await Promise.all(movers.map(({ url, etag }) => api.put(url, place, { ifMatch: etag })));
    expect(countStatuses(answers)).toEqual({ 200: 1, 409: RACERS - 1 });
  },
);
