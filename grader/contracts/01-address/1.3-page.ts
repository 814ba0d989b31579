import type { Candidate } from '@seeka/address-verification/delivery-point';
import { checkpoint, expect } from '../../src/check.ts';
import type { Draft } from '../../src/doubles/verification.ts';
import { hasLink, idsOf, inBatches, itemsOf, street, times, walk } from './reading.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.3');
const HUNDRED = '/addresses?limit=100';

check(
  'page.limit',
  'a page holds as many items as limit says, from 1 to 100',
  { clause: 'A11', needs: ['list.items'] },
  async ({ api, make }) => {
    const { path } = await street(api, make.neighbours(3));
    const sizes = [];
    for (const limit of [1, 2, 100]) sizes.push(itemsOf(await api.get(`${path}&limit=${limit}`)).length);
    expect(sizes).toEqual([1, 2, 3]);
  },
);

check(
  'page.default',
  'a page holds 20 items when no limit is given',
  { clause: 'A11', needs: ['list.items'] },
  async ({ api, make }) => {
    const { path } = await street(api, make.neighbours(21));
    expect(itemsOf(await api.get(path))).toHaveLength(20);
  },
);

check(
  'page.bad-limit',
  'a limit that is not a whole number from 1 to 100 is refused with 400',
  { clause: 'A5, A11', needs: ['page.limit'] },
  async ({ api }) => {
    for (const limit of ['0', '101', '-1', '1.5', 'ten', '']) {
      expect(await api.get(`/addresses?limit=${limit}`)).toBeProblem(400);
    }
  },
);

check(
  'page.walk',
  'following next meets each item exactly once',
  { clause: 'A11', needs: ['page.limit'] },
  async ({ api, make }) => {
    const { path, ids } = await street(api, make.neighbours(5));
    expect(idsOf(await walk(api, `${path}&limit=2`))).toEqual(ids);
  },
);

check(
  'page.last',
  'the last page has no next, also when it is full',
  { clause: 'A11', needs: ['page.walk'] },
  async ({ api, make }) => {
    const { path } = await street(api, make.neighbours(4));
    const pages = [];
    for await (const page of api.pages(`${path}&limit=2`)) pages.push(itemsOf(page).length);
    expect(pages).toEqual([2, 2]);
  },
);

check(
  'page.hundred',
  'a page of 100 has a next while there are more',
  { clause: 'A11', needs: ['page.last'] },
  async (context) => {
    // Others delete meanwhile, so a look or two may come at a moment when there are a hundred exactly.
    let page = await context.api.get(HUNDRED);
    for (let again = 0; again < 3 && !hasLink(page, 'next'); again += 1) {
      const missing = 105 - itemsOf(page).length;
      await inBatches(
        times(missing, () => context.make.address()),
        (draft) => context.api.created('/addresses', draft),
      );
      page = await context.api.get(HUNDRED);
    }
    expect({ items: itemsOf(page).length, next: hasLink(page, 'next') }).toEqual({ items: 100, next: true });
  },
);

check(
  'page.prev',
  'prev leads from each page to the one before it, and next from there on; the first has no prev',
  { clause: 'A11', needs: ['page.walk'] },
  async ({ api, make }) => {
    const { path } = await street(api, make.neighbours(5));
    const pages = await Array.fromAsync(api.pages(`${path}&limit=2`));
    const [first, second, third] = pages;
    if (!first || !second || !third) throw new Error('page.walk saw three pages');
    const back = await api.get(api.href(third, 'prev'));
    const start = await api.get(api.href(back, 'prev'));
    expect([idsOf(itemsOf(back)), idsOf(itemsOf(start))]).toEqual([idsOf(itemsOf(second)), idsOf(itemsOf(first))]);
    const [on, end] = [await api.get(api.href(start, 'next')), await api.get(api.href(back, 'next'))];
    expect([idsOf(itemsOf(on)), idsOf(itemsOf(end))]).toEqual([idsOf(itemsOf(second)), idsOf(itemsOf(third))]);
    expect({ 'prev on the first page': hasLink(first, 'prev') || hasLink(start, 'prev') }).toEqual({
      'prev on the first page': false,
    });
  },
);

check(
  'page.first',
  'every page links to itself and to the first',
  { clause: 'A11, A12', needs: ['page.walk'] },
  async ({ api, make }) => {
    const { path } = await street(api, make.neighbours(3));
    const [first, second] = await Array.fromAsync(api.pages(`${path}&limit=2`));
    if (!first || !second) throw new Error('page.walk saw two pages');
    const [self, start] = [await api.get(api.href(second, 'self')), await api.get(api.href(second, 'first'))];
    expect([idsOf(itemsOf(self)), idsOf(itemsOf(start))]).toEqual([idsOf(itemsOf(second)), idsOf(itemsOf(first))]);
  },
);

check(
  'page.keeps',
  'page links keep the filters, the fields and the limit',
  { clause: 'A11', needs: ['page.prev', 'page.first', 'fields.only'], hints: 'page' },
  async ({ api, make }) => {
    const drafts = make.neighbours(3);
    const { path } = await street(api, drafts);
    const first = await api.get(`${path}&limit=1&fields=line1`);
    const second = await api.get(api.href(first, 'next'));
    const lines = drafts.map(({ line1 }) => line1);
    for (const rel of ['self', 'first', 'prev', 'next']) {
      const items = itemsOf(await api.get(api.href(second, rel)));
      const members = items.map((item) => Object.keys(item).sort());
      expect({ [rel]: members }).toEqual({ [rel]: [['line1', 'links']] });
      expect(lines).toContain(items[0]?.line1);
    }
    expect(await walk(api, `${path}&limit=1&fields=line1`)).toHaveLength(3);
  },
);

check(
  'page.filters',
  'page links keep every filter',
  { clause: 'A11, A13', needs: ['page.keeps', 'filter.city', 'filter.and'], demands: ['doubles'] },
  async ({ api, make, verification }) => {
    const drafts = make.neighbours(6);
    const [{ city = '', region = '', postalCode = '' } = {}] = drafts;
    const [town, state] = [{ city: 'Elsewhere' }, { region: region === 'NY' ? 'CA' : 'NY' }];
    // One ZIP+4. What another filter alone would find stands between the two that all filters find.
    const kept: Record<string, unknown>[] = [];
    for (const [index, move] of [{}, town, state, town, state, {}].entries()) {
      const draft = { ...(drafts[index] as Draft), ...move };
      verification.teach(draft, [spelt(make.candidate(drafts[index] as Draft), draft)]);
      const { body } = await api.created('/addresses', draft);
      if (draft.city === city && draft.region === region) kept.push(body);
    }
    const query = new URLSearchParams({ limit: '1', postalCode, city, region });
    expect(idsOf(await walk(api, `/addresses?${query}`))).toEqual(idsOf(kept));
  },
);

/** The candidate with the city and region of a draft. */
function spelt({ components, ...candidate }: Candidate, { city, region }: Draft): Candidate {
  return { ...candidate, components: { ...components, city_name: city, state_abbreviation: region } };
}

/** The parameters that a page link adds to those that the client gave. */
function opaqueIn(url: string): string[] {
  const own = ['limit', 'fields', 'city', 'region', 'postalCode', 'deliveryPoint'];
  return [...new URL(url).searchParams.keys()].filter((name) => !own.includes(name));
}

check(
  'page.forged',
  'a page link that is not the service’s own is refused with 400',
  { clause: 'A5', needs: ['page.walk', 'query.unknown'] },
  async ({ api, make }) => {
    const { path } = await street(api, make.neighbours(3));
    const next = new URL(api.href(await api.get(`${path}&limit=1`), 'next'));
    const more = `${next.pathname}${next.search}&colour=red`;
    // A page may have a path of its own.
    if (next.pathname === '/addresses') expect(await api.get(more)).toBeProblem(400);
    // Links without a parameter of their own leave nothing else to forge.
    if (opaqueIn(next.href).length === 0) return;
    for (const name of opaqueIn(next.href)) next.searchParams.set(name, '~not~a~page~');
    expect(await api.get(next.pathname + next.search)).toBeProblem(400);
  },
);
