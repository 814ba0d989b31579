import { checkpoint, expect } from '../../../src/check.ts';
import { idsOf, itemsOf, shown } from '../../01-address/reading.ts';
import { linked, stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.4', { hidden: true });
const demands = ['doubles'] as const;

check(
  'link.encoded',
  'an address whose id is percent-encoded in its href can be linked',
  { clause: 'A6, C, RFC 3986 §2.1', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(`${make.addressId()}%C3%A9%20`);
    const { url } = await stored(context);
    expect(await api.put(`${url}/address`, { href })).toHaveStatus(204);
    expect(shown(await api.get(`${url}/address`)).id).toBe(id);
  },
);

check(
  'link.kept',
  'a PUT or PATCH of a person leaves the link to the address as it is',
  { clause: 'C', needs: ['link.shown', 'put.replaces', 'merge.sets'], demands: [...demands] },
  async (context) => {
    const { api, make } = context;
    const { url, place, address } = await linked(context);
    await api.put(url, make.person(), { ifMatch: '*' });
    expect(shown(await api.get(place)).id).toBe(address.id);
    await api.patch(url, { firstName: 'Kai' }, { type: 'application/merge-patch+json', ifMatch: '*' });
    expect(shown(await api.get(place)).id).toBe(address.id);
  },
);

check(
  'link.strays',
  'an href to a host that begins alike, with U+0000, or with slashes in its id is refused with 422 at /href',
  { clause: 'C, OWASP API7:2023', needs: ['link.elsewhere', 'link.unknown'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { href, id } = addresses.keep(make.addressId());
    const { url } = await stored(context);
    const hosts = [`${addresses.url}0${href}`, `${addresses.url}@example.org${href}`];
    // The slashes of the last path, once decoded, lead to an address that is there.
    const paths = [`${href}\u0000`, `/addresses/x%2F..%2F${id}`];
    for (const other of [...hosts, ...paths]) {
      expect(await api.put(`${url}/address`, { href: other })).toBeProblem(422, { pointers: ['/href'] });
    }
  },
);

check(
  'method.link-head',
  'HEAD of the link is answered as GET is, without a body',
  { clause: 'A9, RFC 9110 §9.3.2', needs: ['link.unchanged', 'method.head'], demands: [...demands] },
  async (context) => {
    const { place, address } = await linked(context);
    const head = await context.api.head(place);
    expect(head).toHaveStatus(200);
    expect([head.etag, head.text]).toEqual([address.etag, '']);
  },
);

check(
  'link.left',
  'when a person is deleted, nobody can be asked for the address there, and nobody is listed at the address',
  { clause: 'A8, C', needs: ['navigate.filter', 'delete.gone', 'link.nobody'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { url, place, address } = await linked(context);
    expect(await api.delete(url, { ifMatch: '*' })).toHaveStatus(204);
    expect(await api.get(place)).toBeProblem(404);
    expect(itemsOf(await api.get(`/persons?address=${address.id}`))).toEqual([]);
  },
);

check(
  'navigate.and',
  '/persons?address={id} is joined by AND with other filters',
  { clause: 'A13, C', needs: ['navigate.filter', 'filter.and'], demands: [...demands] },
  async (context) => {
    const [one, other] = [await linked(context), await linked(context)];
    const found = async (lastName: string) =>
      idsOf(itemsOf(await context.api.get(`/persons?address=${one.address.id}&lastName=${lastName}`)));
    expect(await found(one.draft.lastName)).toEqual([one.body.id]);
    expect(await found(other.draft.lastName)).toEqual([]);
  },
);

check(
  'navigate.moved',
  'who is linked to another address now is no longer listed at the old one',
  { clause: 'C', needs: ['navigate.filter', 'link.again'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { place, address } = await linked(context);
    expect(await api.put(place, { href: addresses.keep(make.addressId()).href })).toHaveStatus(204);
    expect(itemsOf(await api.get(`/persons?address=${address.id}`))).toEqual([]);
  },
);

check(
  'navigate.pages',
  'page links keep the filter address, on each page',
  { clause: 'A11, C', needs: ['navigate.filter', 'page.keeps'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { address, body } = await linked(context);
    const made = [body];
    for (let more = 0; more < 3; more += 1) {
      const person = await stored(context);
      await api.put(`${person.url}/address`, { href: address.href });
      made.push(person.body);
    }
    await stored(context);
    const found = [];
    for await (const page of api.pages(`/persons?address=${address.id}&limit=1`)) {
      found.push(...itemsOf(page));
      if (found.length > made.length) break;
    }
    expect(idsOf(found)).toEqual(idsOf(made));
  },
);
