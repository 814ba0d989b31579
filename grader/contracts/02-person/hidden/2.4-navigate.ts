import { checkpoint, expect } from '../../../src/check.ts';
import { idsOf, itemsOf } from '../../01-address/reading.ts';
import type { Draft } from '../drafts.ts';
import { type Context, linked, stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.4', { hidden: true });
const demands = ['doubles'] as const;

/** So many persons, all linked to one address. */
async function household(context: Context, count: number) {
  const { address, ...first } = await linked(context);
  const persons = [first, ...(await Array.fromAsync({ length: count - 1 }, () => stored(context)))];
  for (const { url } of persons) await context.api.put(`${url}/address`, { href: address.href });
  return { path: `/persons?address=${address.id}`, persons, ids: idsOf(persons.map(({ body }) => body)) };
}

check(
  'navigate.and',
  '/persons?address={id} is joined by AND with other filters',
  { clause: 'A13, C', needs: ['navigate.filter', 'filter.and'], demands: [...demands] },
  async (context) => {
    const [one, other] = [await linked(context), await linked(context)];
    for (const member of ['lastName', 'email'] as const) {
      const found = async (draft: Draft) =>
        idsOf(itemsOf(await context.api.get(`/persons?address=${one.address.id}&${member}=${draft[member]}`)));
      expect(await found(one.draft)).toEqual([one.body.id]);
      expect(await found(other.draft)).toEqual([]);
    }
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
    const { path, ids } = await household(context, 4);
    await stored(context);
    const found = [];
    for await (const page of api.pages(`${path}&limit=1`)) {
      found.push(...itemsOf(page));
      if (found.length > ids.length) break;
    }
    expect(idsOf(found)).toEqual(ids);
  },
);

check(
  'navigate.exact',
  'the filter address is compared with the whole id, and no character in it has a meaning of its own',
  { clause: 'A13, C', needs: ['navigate.filter', 'filter.exact'], demands: [...demands] },
  async (context) => {
    const { address, body } = await linked(context);
    const { id, href } = address;
    for (const other of [href, id.slice(0, -1), `${id.slice(0, -1)}_`, '%', `${id},${id}`, ` ${id}`]) {
      const answer = await context.api.get(`/persons?limit=100&address=${encodeURIComponent(other)}`);
      expect(answer).toHaveStatus(200, 400);
      if (answer.status === 200) expect(idsOf(itemsOf(answer))).not.toContain(body.id);
    }
  },
);

check(
  'navigate.deletes',
  'following next meets everybody at an address who stays exactly once while others are deleted',
  { clause: 'A11, C', needs: ['navigate.pages', 'page.deletes'], demands: [...demands] },
  async (context) => {
    const { api } = context;
    const { path, persons, ids } = await household(context, 6);
    const seen: string[] = [];
    for await (const page of api.pages(`${path}&limit=2`)) {
      const met = idsOf(itemsOf(page));
      seen.push(...met);
      for (const { url } of persons.filter(({ body }) => met.includes(String(body.id)))) {
        await api.delete(url, { ifMatch: '*' });
      }
    }
    expect(seen.sort()).toEqual(ids);
  },
);
