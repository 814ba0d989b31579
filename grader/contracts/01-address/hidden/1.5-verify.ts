import { checkpoint, expect } from '../../../src/check.ts';
import { leaks } from '../leaks.ts';
import { countStatuses, shown, times } from '../reading.ts';
import { stored } from '../stored.ts';
import { unavailable } from '../unavailable.ts';
import type { AddressContext } from '../world.ts';

const check = checkpoint<AddressContext>('1.5', { hidden: true });
const demands = ['doubles'] as const;

check(
  'down.other',
  'an API that answers 201, 203, 400, 404 or 429: 503 with Retry-After, whatever its body says',
  { clause: 'B', needs: ['down.status'], demands: [...demands] },
  async (context) => {
    for (const status of [201, 203, 400, 404, 429]) await unavailable(context, { kind: 'status', status });
  },
);

check(
  'down.discreet',
  'what is told of an API that fails shows no stack trace and no path of a file',
  { clause: 'A3, B', needs: ['down.status', 'down.text', 'problem.discreet'], demands: [...demands] },
  async ({ api, make, verification }) => {
    const faults = [{ kind: 'status', status: 500 }, { kind: 'body', text: '<html>' }, { kind: 'cut' }] as const;
    for (const fault of faults) {
      const draft = make.address();
      verification.fault(draft, fault);
      expect((await api.post('/addresses', draft)).text).not.toMatch(leaks);
    }
  },
);

const single = {
  ...{ delivery_line_1: '1 Beacon St', delivery_point_barcode: '021081234017' },
  components: { city_name: 'Boston', state_abbreviation: 'MA', zipcode: '02108' },
};
const odd = ['', 'null', '0', '{"length":0}', '[null]', '[[]]', '[{"components":null}]', JSON.stringify(single)];

check(
  'down.odd',
  'an API that answers 200 with odd JSON, or nothing: 503 with Retry-After',
  { clause: 'B', needs: ['down.text', 'down.shape'], demands: [...demands] },
  async (context) => {
    for (const text of odd) await unavailable(context, { kind: 'body', text });
  },
);

check(
  'known.unchanged',
  'a second POST of the same place changes nothing of the address that exists, and shows it as the last PUT left it',
  { clause: 'A7, B', needs: ['known.same', 'create.line2', 'put.verified'] },
  async ({ api, make }) => {
    const draft = make.address({ line2: 'Apt 4' });
    const { url, body, etag } = await api.created('/addresses', draft);
    const again = await api.post('/addresses', { ...draft, line2: 'Apt 5' });
    expect(again).toHaveStatus(200);
    expect(again.body).toEqual(body);
    expect((await api.get(url)).body).toMatchObject({ line2: 'Apt 4', updatedAt: body.updatedAt });
    const put = await api.put(url, { ...draft, line2: 'Apt 6' }, { ifMatch: etag });
    const last = await api.post('/addresses', draft);
    expect([put.status, last.status]).toEqual([200, 200]);
    expect({ etag: last.etag, body: last.body }).toEqual({ etag: put.etag, body: put.body });
  },
);

check(
  'put.line2',
  'line2 of a PUT goes to the API as street2, and what is stored is delivery_line_2',
  { clause: 'B', needs: ['put.verified', 'verify.line2'], demands: [...demands] },
  async (context) => {
    const { api, make, verification } = context;
    const { url, etag: ifMatch } = await stored(context);
    const draft = make.address({ line2: 'apartment four' });
    verification.teach(draft, [{ ...make.candidate(draft), delivery_line_2: 'Apt 4' }]);
    expect(await api.put(url, draft, { ifMatch })).toHaveStatus(200);
    expect(verification.calls(draft)[0]?.query).toMatchObject({ street2: 'apartment four' });
    expect(shown(await api.get(url)).line2).toBe('Apt 4');
  },
);

check(
  'verify.exact',
  'what the API answers is stored sign by sign, the region too',
  { clause: 'B', needs: ['verify.official', 'text.kept'], demands: [...demands] },
  async ({ api, make, verification }) => {
    const draft = make.address();
    const region = draft.region === 'NY' ? 'CA' : 'NY';
    const [line1, city] = [`7  O'Hare & "Sons" <e\u0301> rd`, 'Cañon  d’Été'];
    const { components, ...candidate } = make.candidate(draft);
    verification.teach(draft, [
      {
        ...candidate,
        delivery_line_1: line1,
        components: { ...components, city_name: city, state_abbreviation: region },
      },
    ]);
    const { url } = await api.created('/addresses', draft);
    expect(shown(await api.get(url))).toMatchObject({ line1, city, region });
  },
);

check(
  'known.flats',
  'two flats of one house with delivery points of their own are two addresses, though they share line1',
  { clause: 'B', needs: ['known.same', 'verify.line2'], demands: [...demands] },
  async ({ api, make, verification }) => {
    const [one, other] = make.neighbours(2).map((draft, flat) => ({ ...draft, line2: `Apt ${flat + 1}` }));
    if (!one || !other) throw new RangeError('two were asked for');
    verification.teach(other, [{ ...make.candidate(other), delivery_line_1: one.line1 }]);
    const made = [await api.created('/addresses', one), await api.created('/addresses', other)];
    expect(made.map(({ body }) => body)).toMatchObject([one, { ...other, line1: one.line1 }]);
  },
);

check(
  'known.left',
  'a place that an address has moved away from can be created again',
  { clause: 'B', needs: ['known.deleted', 'put.verified'] },
  async (context) => {
    const { api, make } = context;
    const { url, draft, body, etag } = await stored(context);
    expect(await api.put(url, make.address(), { ifMatch: etag })).toHaveStatus(200);
    const again = await api.created('/addresses', draft);
    expect(again.body.id).not.toBe(body.id);
  },
);

check(
  'put.freed',
  'a PUT may land on a place whose address was deleted',
  { clause: 'B', needs: ['known.deleted', 'put.taken'] },
  async (context) => {
    const { api } = context;
    const [gone, mover] = [await stored(context), await stored(context)];
    expect(await api.delete(gone.url, { ifMatch: gone.etag })).toHaveStatus(204);
    expect(await api.put(mover.url, gone.draft, { ifMatch: mover.etag })).toHaveStatus(200);
  },
);

check(
  'put.again',
  'a PUT that leaves line1 as it is is verified as well',
  { clause: 'B', needs: ['put.verified'] },
  async (context) => {
    const { api } = context;
    const { url, draft, etag: ifMatch } = await stored(context);
    const short = { ...draft, postalCode: draft.postalCode.slice(0, 5) };
    expect(await api.put(url, short, { ifMatch })).toHaveStatus(200);
    expect(shown(await api.get(url)).postalCode).toBe(draft.postalCode);
  },
);

const ROUNDS = 2;
const RACERS = 20;

check(
  'race.spellings',
  'of 20 racing POSTs of one place in several spellings one answers 201, and the others 200',
  { clause: 'B', needs: ['race.post'] },
  async ({ api, make }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const draft = make.address();
      const spellings = times(RACERS, (index) => (index === 0 ? draft : make.respelt(draft)));
      const answers = await Promise.all(spellings.map((it) => api.post('/addresses', it)));
      expect(countStatuses(answers)).toEqual({ 200: RACERS - 1, 201: 1 });
      expect(new Set(answers.map((answer) => shown(answer).id)).size).toBe(1);
    }
  },
);
