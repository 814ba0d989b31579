import { checkpoint, expect } from '../../../src/check.ts';
import { itemsOf, shown } from '../../01-address/reading.ts';
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
  'an href to a host that begins alike, or by https, with more than an id, U+0000, or slashes in its id is refused with 422 at /href',
  { clause: 'C, OWASP API7:2023', needs: ['link.elsewhere', 'link.unknown'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { href, id } = addresses.keep(make.addressId());
    const { url } = await stored(context);
    const hosts = [`${addresses.url}0${href}`, `${addresses.url}@example.org${href}`];
    const urls = ['?view=full', '#top', '/more'].map((end) => addresses.url + href + end);
    urls.push(addresses.url.replace('http:', 'https:') + href);
    // The slashes of the last path, once decoded, lead to an address that is there.
    const paths = [`${href}\u0000`, `/addresses/x%2F..%2F${id}`];
    for (const other of [...hosts, ...urls, ...paths]) {
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
  'link.etag',
  'whenever the person looks different because of a link, the ETag is another one',
  { clause: 'A10, C', needs: ['link.removed', 'link.again', 'link.shown'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { url } = await stored(context);
    const seen = [await api.get(url)];
    for (const address of [addresses.keep(make.addressId()), addresses.keep(make.addressId())]) {
      expect(await api.put(`${url}/address`, { href: address.href })).toHaveStatus(204);
      seen.push(await api.get(url));
    }
    expect(await api.delete(`${url}/address`)).toHaveStatus(204);
    seen.push(await api.get(url));
    const looks = seen.map(({ body, etag }) => ({ look: JSON.stringify(body), etag }));
    const shared = looks.filter(({ look, etag }) => looks.some((it) => it.etag === etag && it.look !== look));
    expect({ 'looks that share an ETag': shared }).toEqual({ 'looks that share an ETag': [] });
  },
);

check(
  'link.bytes',
  'a link in a body of 150 kB is refused with 413, one that is not UTF-8 with 400, and 90 kB are read',
  {
    clause: 'A2',
    needs: ['link.body', 'body.large', 'body.utf8', 'body.ninety'],
    hints: 'body',
    demands: [...demands],
  },
  async (context) => {
    const { api, make, addresses } = context;
    const { href } = addresses.keep(make.addressId());
    const place = `${(await stored(context)).url}/address`;
    const ofSize = (blanks: number) => `{${' '.repeat(blanks)}"href":"${href}"}`;
    expect(await api.put(place, ofSize(150_000))).toBeProblem(413);
    expect(await api.put(place, Buffer.from(`{"href":"${href}\xe9"}`, 'latin1'))).toBeProblem(400);
    expect(await api.put(place, ofSize(90_000))).toHaveStatus(204);
  },
);

check(
  'link.odd-id',
  'the address of somebody whom nobody knows is answered with 404, however odd the id is',
  { clause: 'A6', needs: ['link.nobody', 'read.odd-id'], hints: 'read', demands: [...demands] },
  async ({ api, make, addresses }) => {
    const { href } = addresses.keep(make.addressId());
    for (const id of ['%00', '%F0%9F%8F%A0', 'a%2Fb', '%27', '-1', 'x'.repeat(10_000)]) {
      const place = `/persons/${id}/address`;
      for (const answer of [await api.get(place), await api.put(place, { href }), await api.delete(place)]) {
        expect(answer).toBeProblem(404);
      }
    }
  },
);

check(
  'link.anew',
  'whether an address is there is asked anew for each link, after it was and after it was not',
  { clause: 'C', needs: ['link.unknown'], demands: [...demands] },
  async (context) => {
    const { api, addresses } = context;
    const [{ address }, { url }] = [await linked(context), await stored(context)];
    const link = () => api.put(`${url}/address`, { href: address.href });
    addresses.forget(address.id);
    expect(await link()).toBeProblem(422, { pointers: ['/href'] });
    addresses.keep(address.id);
    expect(await link()).toHaveStatus(204);
  },
);

check(
  'link.own-tag',
  'If-None-Match with the ETag of the person does not fit the address',
  { clause: 'C, RFC 9110 §13.1.2', needs: ['link.not-modified'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { url, place, etag } = await linked(context);
    for (const ifNoneMatch of [etag, (await api.get(url)).etag]) {
      expect(await api.get(place, { ifNoneMatch })).toHaveStatus(200);
    }
  },
);
