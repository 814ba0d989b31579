import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import type { Draft } from '../../src/doubles/verification.ts';
import { idsOf, shown, walk } from './reading.ts';
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
  'verify.encoded',
  'line1 goes to the API as it was sent, whatever characters are in it',
  { clause: 'B', needs: ['verify.asked'], demands: ['doubles'] },
  async (context) => {
    const { api, make, random, verification } = context;
    const draft = make.address({ line1: `${100 + random.integer(900)} B&O 50%25 C++ Rd #${random.text(6)}` });
    verification.teach(draft, [make.candidate(make.address())]);
    await api.post('/addresses', draft);
    expect(askedAbout(context, draft)).toMatchObject({ street: draft.line1 });
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
  'without a plus4 the postalCode is the ZIP alone, and found by it',
  { clause: 'B', needs: ['verify.plus4', 'filter.zip'], demands: ['doubles'] },
  async ({ api, make, verification }) => {
    const draft = make.address();
    const { components, ...candidate } = make.candidate(draft);
    verification.teach(draft, [{ ...candidate, components: { ...components, plus4_code: undefined } }]);
    const { body } = await api.created('/addresses', draft);
    expect(body.postalCode).toBe(components.zipcode);
    const found = await walk(api, `/addresses?limit=100&postalCode=${components.zipcode}`);
    expect(idsOf(found)).toContain(body.id);
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
    const [draft, one] = [make.address(), make.address()];
    // The second is the one that looks like what was sent.
    verification.teach(draft, [make.candidate(one), make.candidate(draft)]);
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
    // A call may still be under way.
    await pause(100);
    expect({ calls: verification.calls(draft).length }).toEqual({ calls: 0 });
  },
);
