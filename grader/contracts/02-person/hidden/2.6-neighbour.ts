import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../../src/check.ts';
import { leaks } from '../../01-address/leaks.ts';
import { shown } from '../../01-address/reading.ts';
import { linked, stored } from '../stored.ts';
import { valid } from '../traces.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.6', { hidden: true });
const parent = '00f067aa0ba902b7-01';

check(
  'trace.odd',
  'a traceparent in capitals, with zeros alone, or of version ff is malformed, and a fresh one goes out',
  { clause: 'A17, W3C Trace Context §3.2, §4.3', needs: ['trace.begun'], demands: ['doubles'] },
  async (context) => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736';
    for (const odd of [`00-${id.toUpperCase()}-${parent}`, `ff-${id}-${parent}`, `00-${'0'.repeat(32)}-${parent}`]) {
      const { place, address } = await linked(context);
      await context.api.get(place, { headers: { traceparent: odd } });
      const sent = context.addresses.calls(address.id).at(-1)?.headers.traceparent ?? 'none';
      expect(sent).toMatch(valid);
      expect(sent.slice(3, 35)).not.toBe(odd.slice(3, 35).toLowerCase());
    }
  },
);

check(
  'neighbour.meanwhile',
  'what a PATCH sets while a new link waits for Address stays, and so does the link',
  { clause: 'C', needs: ['neighbour.patient', 'merge.match', 'link.kept'], demands: ['doubles'] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(make.addressId());
    addresses.fault(id, { kind: 'delay', ms: 400 });
    const { url } = await stored(context);
    const linking = api.put(`${url}/address`, { href });
    await Promise.race([linking, until(() => addresses.calls(id).length > 0)]);
    const type = 'application/merge-patch+json';
    const [patch, link] = await Promise.all([api.patch(url, { phone: '+12' }, { type, ifMatch: '*' }), linking]);
    // Where the link comes between its reading and its writing, a patch is too late.
    expect(patch).toHaveStatus(200, 412);
    expect(link).toHaveStatus(204);
    const person = await api.get(url);
    expect(shown(person).phone ?? 'absent').toBe(patch.status === 200 ? '+12' : 'absent');
    expect(shown(await api.get(api.href(person, 'address'))).id).toBe(id);
  },
);

async function until(holds: () => boolean): Promise<void> {
  for (const limit = performance.now() + 2_000; !holds() && performance.now() < limit; ) await pause(5);
}

/** As neighbour.headers has it: the limit is 2 s, the double waits 6 s or for ever. */
const PATIENCE_MS = 3_600;

check(
  'neighbour.drip',
  'the time limit holds when the body of the answer of Address drips',
  { clause: 'A18', needs: ['neighbour.body'], demands: ['doubles'], waits: true },
  async (context) => {
    const { place, address } = await linked(context);
    context.addresses.fault(address.id, { kind: 'drip', ms: 6_000 });
    const answer = await context.api.get(place);
    expect(answer).toBeProblem(503);
    expect(answer.durationMs).toBeLessThan(PATIENCE_MS);
  },
);

check(
  'neighbour.link-late',
  'a new link for which Address hangs is refused with 503, in time',
  { clause: 'A18, C', needs: ['neighbour.link', 'neighbour.headers'], demands: ['doubles'], waits: true },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(make.addressId());
    addresses.fault(id, { kind: 'hang' });
    const answer = await api.put(`${(await stored(context)).url}/address`, { href });
    expect(answer).toBeProblem(503);
    expect(answer.durationMs).toBeLessThan(PATIENCE_MS);
  },
);

check(
  'neighbour.plain',
  'what is answered when Address fails shows no stack, no SQL and no path of a file',
  {
    clause: 'A3',
    needs: ['neighbour.status', 'neighbour.cut', 'neighbour.link'],
    demands: ['doubles'],
    hints: 'problem',
  },
  async (context) => {
    const { api, addresses } = context;
    const { place, address } = await linked(context);
    for (const fault of [{ kind: 'cut' }, { kind: 'cut body' }, { kind: 'status', status: 500 }] as const) {
      addresses.fault(address.id, fault);
      expect((await api.get(place)).text).not.toMatch(leaks);
      expect((await api.put(`${(await stored(context)).url}/address`, { href: address.href })).text).not.toMatch(leaks);
    }
  },
);

check(
  'neighbour.anew',
  'what Address said before is not shown while it cannot be asked: 503',
  { clause: 'C', needs: ['neighbour.status', 'neighbour.cut'], demands: ['doubles'] },
  async (context) => {
    const { api, addresses } = context;
    const { place, address } = await linked(context);
    expect(await api.get(place)).toHaveStatus(200);
    for (const fault of [{ kind: 'status', status: 500 }, { kind: 'cut' }] as const) {
      addresses.fault(address.id, fault);
      expect(await api.get(place)).toBeProblem(503);
    }
  },
);

check(
  'trace.parents',
  'each call to Address has a parent id of its own, and each request without a traceparent a trace of its own',
  { clause: 'A17, W3C Trace Context §3.2.2', needs: ['trace.passed'], demands: ['doubles'] },
  async (context) => {
    const { place, address } = await linked(context);
    const traceparent = `00-4bf92f3577b34da6a3ce929d0e0e4736-${parent}`;
    const sent: string[] = [];
    for (const headers of [undefined, { traceparent }, undefined, undefined]) {
      await context.api.get(place, headers && { headers });
      sent.push(context.addresses.calls(address.id).at(-1)?.headers.traceparent ?? 'none');
    }
    for (const [from, to] of [
      [3, 35],
      [36, 52],
    ]) {
      expect(new Set(sent.map((it) => it.slice(from, to))).size).toBe(4);
    }
  },
);
