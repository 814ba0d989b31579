import { checkpoint, expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';
import { linked, stored } from './stored.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.4');
const demands = ['doubles'] as const;

check(
  'link.set',
  'PUT of a link to an address answers 204, and the address can be read there',
  { clause: 'C', needs: ['read.same'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(make.addressId());
    const { url } = await stored(context);
    expect(await api.put(`${url}/address`, { href })).toHaveStatus(204);
    expect(shown(await api.get(`${url}/address`)).id).toBe(id);
  },
);

check(
  'link.unchanged',
  'the address comes as Address shows it, with the ETag of the address',
  { clause: 'C', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { place, address } = await linked(context);
    const answer = await context.api.get(place);
    expect(answer.body).toEqual(address.representation);
    expect(answer.etag).toBe(address.etag);
  },
);

check(
  'link.not-modified',
  'If-None-Match with the ETag of the address is answered with 304, in a list and weak too',
  { clause: 'C, RFC 9110 §13.1.2', needs: ['link.unchanged'], demands: [...demands] },
  async (context) => {
    const { place, address } = await linked(context);
    for (const ifNoneMatch of [address.etag, `"other", ${address.etag}`, `W/${address.etag}`]) {
      const answer = await context.api.get(place, { ifNoneMatch });
      expect(answer).toHaveStatus(304);
      expect(answer.text).toBe('');
    }
  },
);

check(
  'link.again',
  'the same link again is answered with 204, and another link replaces it',
  { clause: 'C', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { place, address } = await linked(context);
    expect(await api.put(place, { href: address.href })).toHaveStatus(204);
    const other = addresses.keep(make.addressId());
    expect(await api.put(place, { href: other.href })).toHaveStatus(204);
    expect(shown(await api.get(place)).id).toBe(other.id);
  },
);

check(
  'link.absolute',
  'the href may be a URL below ADDRESS_URL',
  { clause: 'C', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(make.addressId());
    const { url } = await stored(context);
    expect(await api.put(`${url}/address`, { href: addresses.url + href })).toHaveStatus(204);
    expect(shown(await api.get(`${url}/address`)).id).toBe(id);
  },
);

check(
  'link.none',
  'GET and DELETE of the address of a person who is linked to none are answered with 404',
  { clause: 'C', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { url } = await stored(context);
    expect(await context.api.get(`${url}/address`)).toBeProblem(404);
    expect(await context.api.delete(`${url}/address`)).toBeProblem(404);
  },
);

check(
  'link.nobody',
  'the address of a person whom nobody knows is answered with 404',
  { clause: 'A6', needs: ['link.set'], demands: [...demands] },
  async ({ api, make, addresses, random }) => {
    const path = `/persons/${random.text(12)}/address`;
    expect(await api.get(path)).toBeProblem(404);
    expect(await api.put(path, { href: addresses.keep(make.addressId()).href })).toBeProblem(404);
    expect(await api.delete(path)).toBeProblem(404);
  },
);

check(
  'link.unknown',
  'a link to an address that is not there, by 404 or 410, is refused with 422 at /href, and the link stays as it was',
  { clause: 'C', needs: ['link.none', 'link.absolute'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { place, address } = await linked(context);
    for (const status of [404, 410] as const) {
      const id = make.addressId();
      addresses.forget(id, status);
      for (const href of [`/addresses/${id}`, `${addresses.url}/addresses/${id}`]) {
        expect(await api.put(place, { href })).toBeProblem(422, { pointers: ['/href'] });
      }
    }
    expect(shown(await api.get(place)).id).toBe(address.id);
  },
);

/** The same host, at the next port. */
function beside(origin: string): string {
  const url = new URL(origin);
  url.port = String(Number(url.port) + 1);
  return url.origin;
}

check(
  'link.elsewhere',
  'an href at another host or port, or that is no address, is refused with 422 at /href',
  { clause: 'C, OWASP API7:2023', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(make.addressId());
    const { url } = await stored(context);
    const away = [`http://example.org${href}`, `//example.org${href}`, beside(addresses.url) + href];
    const beyond = [`${href}/`, `${href}/more`, `${href}?view=full`, `${href}#top`];
    for (const other of [...away, ...beyond, `/persons/${id}`, '/addresses/', 'nonsense', '']) {
      expect(await api.put(`${url}/address`, { href: other })).toBeProblem(422, { pointers: ['/href'] });
    }
  },
);

check(
  'link.body',
  'a link without href, or with another member, is refused with 422, an empty body with 400, and plain text with 415',
  { clause: 'A2, A4', needs: ['link.set', 'body.malformed', 'body.type'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { href } = addresses.keep(make.addressId());
    const place = `${(await stored(context)).url}/address`;
    expect(await api.put(place, {})).toBeProblem(422, { pointers: ['/href'] });
    expect(await api.put(place, { href: 7 })).toBeProblem(422, { pointers: ['/href'] });
    expect(await api.put(place, { href, colour: 'red' })).toBeProblem(422, { pointers: ['/colour'] });
    expect(await api.put(place, { colour: 'red' })).toBeProblem(422, { pointers: ['/href', '/colour'] });
    expect(await api.put(place, '[]')).toBeProblem(422, { pointers: [''] });
    expect(await api.put(place, '')).toBeProblem(400);
    expect(await api.put(place, { href }, { type: 'text/plain' })).toBeProblem(415);
  },
);

check(
  'link.shown',
  'a person who is linked has the link address, which leads there, and another ETag than before',
  { clause: 'C, A10', needs: ['link.set', 'etag.value'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { url, etag, address } = await linked(context);
    const person = await api.get(url);
    expect(shown(await api.get(api.href(person, 'address'))).id).toBe(address.id);
    expect(person.etag).not.toBe(etag);
  },
);
