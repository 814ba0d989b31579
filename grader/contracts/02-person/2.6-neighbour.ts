import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import type { Fault } from '../../src/doubles/faults.ts';
import { times } from '../01-address/reading.ts';
import { type Context, linked, stored } from './stored.ts';
import { valid } from './traces.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.6');
const needs = ['link.set'];
const demands = ['doubles'] as const;

/** The limit is 2 s, the double waits 4 s or for ever: an answer within this did not wait for it. */
const PATIENCE_MS = 3_600;

/** A read of an address whose request meets this fault is refused with 503, in time. */
async function unavailable(context: Context, fault: Fault): Promise<void> {
  const { place, address } = await linked(context);
  context.addresses.fault(address.id, fault);
  const answer = await context.api.get(place);
  expect(answer).toBeProblem(503);
  expect(answer.durationMs).toBeLessThan(PATIENCE_MS);
}

for (const [name, title, faults] of [
  ['status', 'when Address answers anything but 200, 304, 404 or 410: 503', [500, 503, 201, 400, 403, 429].map(status)],
  [
    'cut',
    'when Address cuts the connection, before its answer or in the middle: 503',
    [{ kind: 'cut' }, { kind: 'cut body' }],
  ],
  ['headers', 'when Address does not answer within 2 s, it is not waited for: 503', [{ kind: 'hang' }]],
  ['body', 'the time limit covers the body of the answer of Address too', [{ kind: 'slow body', ms: 6_000 }]],
] as [string, string, Fault[]][]) {
  check(`neighbour.${name}`, title, { clause: 'A18, C', needs, demands: [...demands] }, async (context) => {
    for (const fault of faults) await unavailable(context, fault);
  });
}

function status(code: number): Fault {
  return { kind: 'status', status: code };
}

check(
  'neighbour.redirect',
  'when Address redirects, it is not followed: 503',
  { clause: 'C', needs: ['neighbour.status'], demands: [...demands] },
  async (context) => {
    const { href } = context.addresses.keep(context.make.addressId());
    await unavailable(context, { kind: 'redirect', location: href });
  },
);

check(
  'neighbour.patient',
  'an answer of Address that comes after 0.8 s is used, 304 too, and when a link is set',
  { clause: 'A18', needs: ['neighbour.headers', 'link.not-modified'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { place, address } = await linked(context);
    const [other, late] = [await stored(context), addresses.keep(make.addressId())];
    for (const { id } of [address, late]) addresses.fault(id, { kind: 'delay', ms: 800 });
    const link = api.put(`${other.url}/address`, { href: late.href });
    const known = api.get(place, { ifNoneMatch: address.etag });
    const answers = await Promise.all([api.get(place), known, link]);
    expect(answers.map(({ status }) => status)).toEqual([200, 304, 204]);
  },
);

check(
  'neighbour.link',
  'a link that cannot be confirmed is refused with 503, and not stored',
  { clause: 'C', needs: ['neighbour.status', 'link.none'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(make.addressId());
    const { url } = await stored(context);
    for (const code of [500, 201, 403]) {
      addresses.fault(id, status(code));
      expect(await api.put(`${url}/address`, { href })).toBeProblem(503);
    }
    addresses.heal(id);
    expect(await api.get(`${url}/address`)).toBeProblem(404);
  },
);

check(
  'neighbour.others',
  'while Address leaves reads and new links hanging, other requests are answered',
  { clause: 'A18', needs: ['neighbour.headers'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const [{ url, place, address }, other] = [await linked(context), await linked(context)];
    const silent = addresses.keep(make.addressId());
    for (const { id } of [address, silent]) addresses.fault(id, { kind: 'hang' });
    const reads = times(24, () => api.get(place).catch(String));
    const stuck = [...reads, ...times(24, () => api.put(place, { href: silent.href }).catch(String))];
    await until(() => addresses.calls(silent.id).length >= 20);
    const [read, there] = await Promise.all([api.get(url), api.get(other.place)]);
    expect([read.status, there.status]).toEqual([200, 200]);
    // 1.5 s: the stuck ones hold on for up to 2 s.
    expect(Math.max(read.durationMs, there.durationMs)).toBeLessThan(1_500);
    // Nobody waits for the others: what becomes of them is for neighbour.headers to say.
    expect(stuck).toHaveLength(48);
  },
);

/** For so long at most: how many of the others have come to Address by then is not judged. */
async function until(holds: () => boolean): Promise<void> {
  for (const limit = performance.now() + 1_000; !holds() && performance.now() < limit; ) await pause(5);
}

/** The traceparent that went to Address for a read that came with this one. */
async function passedOn(context: Context, traceparent?: string): Promise<string> {
  const { place, address } = await linked(context);
  await context.api.get(place, { headers: traceparent === undefined ? {} : { traceparent } });
  return context.addresses.calls(address.id).at(-1)?.headers.traceparent ?? 'none';
}

function hex({ random }: Context, digits: number): string {
  return Array.from({ length: digits }, (_, index) => (index === 0 ? 1 : random.integer(16)).toString(16)).join('');
}

check(
  'trace.begun',
  'without a valid traceparent a fresh one goes out',
  { clause: 'A17, W3C Trace Context §3.2, §4.3', needs, demands: [...demands] },
  async (context) => {
    const sent = [await passedOn(context), await passedOn(context, 'nonsense')];
    expect(sent).toEqual([expect.stringMatching(valid), expect.stringMatching(valid)]);
    expect(sent[0]?.slice(3, 35)).not.toBe(sent[1]?.slice(3, 35));
    const id = hex(context, 32);
    for (const malformed of [`00-${id}-${'0'.repeat(16)}-01`, `00-${id}-${hex(context, 16)}-01-more`]) {
      expect((await passedOn(context, malformed)).slice(3, 35)).not.toBe(id);
    }
  },
);

check(
  'trace.passed',
  'a traceparent goes on to Address with the same trace id, and a parent id of its own',
  { clause: 'A17, W3C Trace Context §4', needs: ['trace.begun'], demands: [...demands] },
  async (context) => {
    const [id, parent] = [hex(context, 32), hex(context, 16)];
    const sent = await passedOn(context, `00-${id}-${parent}-01`);
    expect(sent).toMatch(valid);
    expect({ 'trace id': sent.slice(3, 35) }).toEqual({ 'trace id': id });
    expect(sent.slice(36, 52)).not.toBe(parent);
  },
);

check(
  'trace.link',
  'the traceparent of a PUT of a link goes on too',
  { clause: 'A17', needs: ['trace.passed'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id: addressId, href } = addresses.keep(make.addressId());
    const id = hex(context, 32);
    const headers = { traceparent: `00-${id}-${hex(context, 16)}-01` };
    await api.put(`${(await stored(context)).url}/address`, { href }, { headers });
    expect(addresses.calls(addressId)[0]?.headers.traceparent?.slice(3, 35)).toBe(id);
  },
);
