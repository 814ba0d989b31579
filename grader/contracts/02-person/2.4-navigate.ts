import { checkpoint, expect } from '../../src/check.ts';
import { hasLink, idsOf, itemsOf, methodsIn, shown } from '../01-address/reading.ts';
import { restarted, stopped } from './lifecycle.ts';
import { linked } from './stored.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.4');
const demands = ['doubles'] as const;

check(
  'link.removed',
  'DELETE of the link answers 204, whatever Address says; it is gone, the ETag another, and the address itself stays',
  { clause: 'C, A10', needs: ['link.none', 'link.shown'], demands: [...demands] },
  async (context) => {
    const { api, addresses } = context;
    for (const status of [404, 500]) {
      const { place, address } = await linked(context);
      addresses.fault(address.id, { kind: 'status', status });
      expect(await api.delete(place)).toHaveStatus(204);
    }
    const { url, place, address } = await linked(context);
    const { etag } = await api.get(url);
    expect(await api.delete(place)).toHaveStatus(204);
    expect(await api.get(place)).toBeProblem(404);
    const person = await api.get(url);
    expect(hasLink(person, 'address')).toBe(false);
    expect(person.etag).not.toBe(etag);
    expect(addresses.calls(address.id).map(({ method }) => method)).not.toContain('DELETE');
  },
);

check(
  'link.person-deleted',
  'deleting a person leaves the address alone',
  { clause: 'C', needs: ['link.shown', 'delete.gone'], demands: [...demands] },
  async (context) => {
    const { api, addresses } = context;
    const { url, address } = await linked(context);
    expect(await api.delete(url, { ifMatch: (await api.get(url)).etag })).toHaveStatus(204);
    expect(addresses.calls(address.id).map(({ method }) => method)).not.toContain('DELETE');
  },
);

check(
  'link.dangling',
  'when Address says that the address is gone, by 404 or 410, GET of it is answered with 404',
  { clause: 'C', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    for (const status of [404, 410] as const) {
      const { place, address } = await linked(context);
      context.addresses.forget(address.id, status);
      expect(await context.api.get(place)).toBeProblem(404);
    }
  },
);

check(
  'navigate.filter',
  '/persons?address={id} lists who is linked to the address, with this link, and nobody else',
  { clause: 'C', needs: ['link.set', 'page.items', 'fields.only'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const [one, other] = [await linked(context), await linked(context)];
    for (const fields of ['', '&fields=id']) {
      const page = await api.get(`/persons?address=${one.address.id}${fields}`);
      const found = itemsOf(page);
      expect(idsOf(found)).toEqual([one.body.id]);
      expect(idsOf(found)).not.toContain(other.body.id);
      const there = await api.get(api.href({ ...page, body: found[0] }, 'address'));
      expect(shown(there).id).toBe(one.address.id);
    }
  },
);

check(
  'navigate.dangling',
  '/persons?address={id} lists who is linked there, also when the address is gone, and somebody has asked for it',
  { clause: 'C', needs: ['navigate.filter', 'link.dangling'], demands: [...demands] },
  async (context) => {
    for (const status of [404, 410] as const) {
      const { address, place, body } = await linked(context);
      context.addresses.forget(address.id, status);
      await context.api.get(place);
      expect(idsOf(itemsOf(await context.api.get(`/persons?address=${address.id}`)))).toEqual([body.id]);
    }
  },
);

check(
  'method.link',
  'a method that the link does not have is answered with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9, RFC 9110 §15.5.6', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { place } = await linked(context);
    const refused = [];
    for (const method of ['POST', 'PATCH']) refused.push(await context.api.send({ method, path: place }));
    for (const answer of refused) expect(answer).toBeProblem(405);
    const options = await context.api.options(place);
    expect(options).toHaveStatus(204);
    for (const { headers } of [...refused, options]) {
      const allowed = methodsIn(headers.allow);
      expect(allowed).toEqual(expect.arrayContaining(['GET', 'PUT', 'DELETE']));
      expect(['POST', 'PATCH'].filter((method) => allowed.includes(method))).toEqual([]);
    }
  },
);

check(
  'link.survives',
  'a link survives kill -9 and a restart of the service',
  { clause: 'A16', needs: ['link.set', 'state.survives'], demands: ['lifecycle', 'doubles'] },
  async (context) => {
    const { lodger } = await restarted(context);
    expect({ 'status of the PUT': lodger.linked?.status }).toEqual({ 'status of the PUT': 204 });
    expect({ 'address after the restart': lodger.found?.body }).toMatchObject({
      'address after the restart': { id: lodger.id },
    });
  },
);

check(
  'stop.in-flight',
  'SIGTERM lets a request in flight finish',
  { clause: 'A16', needs: ['link.set'], demands: ['lifecycle', 'doubles'] },
  async (context) => {
    const { answer, inFlight } = await stopped(context);
    expect({ 'asked Address before SIGTERM': inFlight }).toEqual({ 'asked Address before SIGTERM': true });
    expect({ 'status of the request in flight': answer?.status ?? 'no answer' }).toEqual({
      'status of the request in flight': 200,
    });
  },
);

check(
  'stop.exit',
  'SIGTERM ends the service with exit code 0 within 5 s, though a client keeps an idle connection',
  { clause: 'A16', needs: ['link.set'], demands: ['lifecycle', 'doubles'] },
  async (context) => {
    const { exit } = await stopped(context);
    expect({ 'exit code': exit ? (exit.code ?? exit.signal) : 'still running' }).toEqual({ 'exit code': 0 });
  },
);
