import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import { times } from './reading.ts';
import { stored } from './stored.ts';
import { expectUnavailable, unavailable } from './unavailable.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.5');
const needs = ['verify.asked'];
const demands = ['doubles'] as const;

check(
  'limit.headers',
  'an API that does not answer within 2 s is not waited for: 503 with Retry-After',
  { clause: 'A18, B', needs, demands: [...demands], hints: 'limit' },
  (context) => unavailable(context, { kind: 'hang' }),
);

check(
  'limit.body',
  'the time limit covers headers and body together, whether the body halts or drips',
  { clause: 'A18, B', needs, demands: [...demands], hints: 'limit' },
  async (context) => {
    await Promise.all([
      unavailable(context, { kind: 'slow body', ms: 6_000 }),
      unavailable(context, { kind: 'drip', ms: 6_000 }),
    ]);
  },
);

check(
  'limit.patient',
  'an answer of the API that comes after 0.8 s is used',
  { clause: 'A18', needs, demands: [...demands], hints: 'limit' },
  async ({ api, make, verification }) => {
    const draft = make.address();
    verification.fault(draft, { kind: 'delay', ms: 800 });
    expect(await api.post('/addresses', draft)).toHaveStatus(201);
  },
);

check(
  'limit.others',
  'while the API leaves some requests hanging, others are answered',
  { clause: 'A18', needs: ['verify.asked', 'read.same'], demands: [...demands], hints: 'limit' },
  async (context) => {
    const { api, make, verification } = context;
    const { url } = await stored(context);
    const hanging = times(24, () => make.address());
    for (const draft of hanging) verification.fault(draft, { kind: 'hang' });
    const stuck = hanging.map((draft) => api.post('/addresses', draft).catch(String));
    const [read, created] = await Promise.all([api.get(url), api.post('/addresses', make.address())]);
    expect([read.status, created.status]).toEqual([200, 201]);
    // 1.5 s: the stuck ones hold on for up to 2 s.
    expect(Math.max(read.durationMs, created.durationMs)).toBeLessThan(1_500);
    // Nobody waits for the others: what becomes of them is for limit.headers to say.
    expect(stuck).toHaveLength(24);
  },
);

for (const [name, title, fault] of [
  ['down.status', 'an API that answers 500: 503 with Retry-After', { kind: 'status', status: 500 }],
  [
    'down.text',
    'an API that answers 200 with something that is no JSON: 503 with Retry-After',
    { kind: 'body', text: '<html>' },
  ],
  [
    'down.object',
    'an API that answers 200 with JSON that is no array: 503 with Retry-After',
    { kind: 'body', text: '{}' },
  ],
] as const) {
  check(name, title, { clause: 'B', needs, demands: [...demands] }, (context) => unavailable(context, fault));
}

check(
  'down.redirect',
  'an API that redirects is not followed: 503 with Retry-After',
  { clause: 'B', needs: ['down.status'], demands: [...demands] },
  (context) => {
    const { line1: street, city, region: state, postalCode: zipcode } = context.make.address();
    const elsewhere = new URLSearchParams({ street, city, state, zipcode });
    return unavailable(context, { kind: 'redirect', location: `/street-address?${elsewhere}` });
  },
);

check(
  'down.cut',
  'an API that cuts the connection, before its answer or in the middle: 503 with Retry-After',
  { clause: 'B', needs, demands: [...demands] },
  async (context) => {
    await unavailable(context, { kind: 'cut' });
    await unavailable(context, { kind: 'cut body' });
  },
);

const whole = { components: { city_name: 'Boston', state_abbreviation: 'MA', zipcode: '02108', plus4_code: '1234' } };
const named = { delivery_line_1: '1 Beacon St', delivery_point_barcode: '021081234017' };
const shapeless = [
  [{}],
  ['text'],
  [{ ...whole, delivery_line_1: '1 Beacon St' }],
  [{ ...whole, delivery_point_barcode: '021081234017' }],
  [named],
  ...['city_name', 'state_abbreviation', 'zipcode'].map((name) => [
    { ...named, components: { ...whole.components, [name]: undefined } },
  ]),
  [{ ...whole, delivery_line_1: 7, delivery_point_barcode: '021081234017' }],
];

check(
  'down.shape',
  'an API whose candidates do not have the promised shape: 503 with Retry-After',
  { clause: 'B', needs: ['down.object'], demands: [...demands] },
  async (context) => {
    for (const candidates of shapeless) {
      await unavailable(context, { kind: 'body', text: JSON.stringify(candidates) });
    }
  },
);

check(
  'down.nothing-stored',
  'when the API has failed, nothing is stored: the same address is new afterwards',
  { clause: 'B', needs: ['down.status'], demands: [...demands] },
  async ({ api, make, verification }) => {
    const draft = make.address();
    verification.fault(draft, { kind: 'status', status: 500 });
    await api.post('/addresses', draft);
    verification.heal(draft);
    expect(await api.post('/addresses', draft)).toHaveStatus(201);
  },
);

check(
  'down.put',
  'a PUT that cannot be verified is refused with 503 and Retry-After, and changes nothing',
  { clause: 'B', needs: ['put.verified', 'down.status'], demands: [...demands] },
  async (context) => {
    const { api, make, verification } = context;
    const { url, body, etag } = await stored(context);
    const draft = make.address();
    verification.fault(draft, { kind: 'status', status: 500 });
    expectUnavailable(await api.put(url, draft, { ifMatch: etag }));
    const now = await api.get(url);
    expect({ body: now.body, etag: now.etag }).toEqual({ body, etag });
  },
);

check(
  'limit.put',
  'a PUT is not left hanging by the API either, and holds up no other PUT: 503 with Retry-After, in time',
  {
    clause: 'A18, B',
    needs: ['limit.headers', 'limit.others', 'down.put'],
    demands: [...demands],
    hints: 'limit',
  },
  async (context) => {
    const { api, make, verification } = context;
    const [stuck, free] = [await stored(context), await stored(context)];
    const draft = make.address();
    verification.fault(draft, { kind: 'hang' });
    const meanwhile = async () => {
      const isAsked = () => verification.calls(draft).length > 0;
      for (const limit = performance.now() + 1_000; !isAsked() && performance.now() < limit; ) await pause(10);
      return api.put(free.url, make.address(), { ifMatch: free.etag });
    };
    const [late, other] = await Promise.all([api.put(stuck.url, draft, { ifMatch: stuck.etag }), meanwhile()]);
    expectUnavailable(late);
    expect(other).toHaveStatus(200);
    // 1.5 s: the stuck one holds on for up to 2 s.
    expect(other.durationMs).toBeLessThan(1_500);
  },
);
