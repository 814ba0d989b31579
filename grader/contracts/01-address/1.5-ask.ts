import { checkpoint, expect } from '../../src/check.ts';
import type { Draft } from '../../src/doubles/verification.ts';
import { countStatuses, idsOf, itemsOf, shown, times } from './reading.ts';
import { stored } from './stored.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.5');
type Context = Parameters<Parameters<typeof check>[3]>[0];

/** The query of the request that the service made about this draft. */
function askedAbout({ verification }: Context, draft: Draft): Record<string, string> {
  const asked = verification.calls(draft).filter(({ path }) => path === '/street-address');
  expect({ 'requests to GET /street-address about this address': asked.length }).not.toEqual({
    'requests to GET /street-address about this address': 0,
  });
  return asked[0]?.query ?? {};
}

check(
  'verify.asked',
  'the API is asked with street, city, state and zipcode before an address is stored',
  { clause: 'B', needs: ['create.status'], demands: ['doubles'] },
  async (context) => {
    const draft = context.make.address();
    await context.api.created('/addresses', draft);
    const { line1: street, city, region: state, postalCode: zipcode } = draft;
    expect(askedAbout(context, draft)).toMatchObject({ street, city, state, zipcode });
  },
);

check(
  'verify.street2',
  'line2 goes to the API as street2',
  { clause: 'B', needs: ['verify.asked'], demands: ['doubles'] },
  async (context) => {
    const draft = context.make.address({ line2: 'Room & Board #7' });
    await context.api.created('/addresses', draft);
    expect(askedAbout(context, draft)).toMatchObject({ street2: 'Room & Board #7' });
  },
);

check(
  'verify.official',
  'what is stored is the official spelling of line1 and city',
  { clause: 'B', needs: ['read.same'] },
  async ({ api, make }) => {
    const { line1, city, ...rest } = make.address();
    const { url } = await api.created('/addresses', make.respelt({ line1, city, ...rest }));
    expect(shown(await api.get(url))).toMatchObject({ line1, city });
  },
);

check(
  'verify.plus4',
  'postalCode becomes the ZIP with its four more digits',
  { clause: 'B', needs: ['verify.official'] },
  async ({ api, make }) => {
    const { postalCode, ...rest } = make.address();
    const { body } = await api.created('/addresses', { ...rest, postalCode: postalCode.slice(0, 5) });
    expect(body.postalCode).toBe(postalCode);
  },
);

check(
  'verify.no-plus4',
  'without a plus4 the postalCode is the ZIP alone',
  { clause: 'B', needs: ['verify.plus4'], demands: ['doubles'] },
  async ({ api, make, verification }) => {
    const draft = make.address();
    const { components, ...candidate } = make.candidate(draft);
    verification.teach(draft, [{ ...candidate, components: { ...components, plus4_code: undefined } }]);
    expect((await api.created('/addresses', draft)).body.postalCode).toBe(components.zipcode);
  },
);

check(
  'verify.line2',
  'line2 becomes delivery_line_2',
  { clause: 'B', needs: ['verify.official', 'verify.street2', 'create.line2'], demands: ['doubles'] },
  async ({ api, make, verification }) => {
    const draft = make.address({ line2: 'apartment four' });
    verification.teach(draft, [{ ...make.candidate(draft), delivery_line_2: 'Apt 4' }]);
    expect((await api.created('/addresses', draft)).body.line2).toBe('Apt 4');
  },
);

check(
  'verify.point',
  'deliveryPoint is the barcode',
  { clause: 'B', needs: ['create.members'] },
  async ({ api, make }) => {
    const draft = make.address();
    const { body } = await api.created('/addresses', draft);
    expect(body.deliveryPoint).toBe(make.candidate(draft).delivery_point_barcode);
  },
);

check(
  'verify.first',
  'of several candidates the first is used',
  { clause: 'B', needs: ['verify.point', 'verify.official'], demands: ['doubles'] },
  async ({ api, make, verification }) => {
    const [draft, one, other] = [make.address(), make.address(), make.address()];
    verification.teach(draft, [make.candidate(one), make.candidate(other)]);
    expect((await api.created('/addresses', draft)).body.line1).toBe(one.line1);
  },
);

check(
  'verify.none',
  'an address that does not exist is refused with 422, with the pointer ""',
  { clause: 'B', needs: ['create.status'] },
  async ({ api, make }) => {
    expect(await api.post('/addresses', make.undeliverable())).toBeProblem(422, { pointers: [''] });
  },
);

check(
  'verify.rules-first',
  'a body that breaks a rule is refused without a call to the API',
  { clause: 'B', needs: ['verify.asked', 'region.shape'], demands: ['doubles'] },
  async ({ api, make, verification }) => {
    const draft = make.address();
    expect(await api.post('/addresses', { ...draft, region: 'ny' })).toBeProblem(422);
    expect({ calls: verification.calls(draft).length }).toEqual({ calls: 0 });
  },
);

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
  'the filter deliveryPoint shows the address there, and no other',
  { clause: 'A13, B', needs: ['verify.point', 'list.items'] },
  async ({ api, make }) => {
    const [one, other] = make.neighbours(2);
    if (!one || !other) throw new RangeError('two were asked for');
    const { body } = await api.created('/addresses', one);
    await api.created('/addresses', other);
    const point = make.candidate(one).delivery_point_barcode;
    expect(idsOf(itemsOf(await api.get(`/addresses?deliveryPoint=${point}`)))).toEqual([body.id]);
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
