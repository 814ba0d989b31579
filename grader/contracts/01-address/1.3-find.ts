import { checkpoint, expect } from '../../src/check.ts';
import { idsOf, itemsOf, shown, walk, withoutLinks } from './reading.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.3');

check(
  'list.items',
  'the collection shows each address as GET of the address does',
  { clause: 'A11', needs: ['read.same', 'create.id'], hints: 'page' },
  async ({ api, make }) => {
    const [draft] = make.neighbours(1);
    const { url } = await api.created('/addresses', draft);
    const page = await api.get(`/addresses?postalCode=${draft?.postalCode}`);
    expect(page).toHaveStatus(200);
    const single = await api.get(url);
    expect(itemsOf(page).map(withoutLinks)).toEqual([withoutLinks(shown(single))]);
    expect(api.href({ ...page, body: itemsOf(page)[0] }, 'self')).toBe(api.href(single, 'self'));
  },
);

check(
  'query.unknown',
  'an unknown query parameter is refused with 400',
  { clause: 'A5', needs: ['list.items'], hints: 'filter' },
  async ({ api }) => {
    for (const query of ['colour=red', 'colour=', 'City=Boston']) {
      expect(await api.get(`/addresses?${query}`)).toBeProblem(400);
    }
  },
);

check(
  'query.twice',
  'a query parameter given twice is refused with 400',
  { clause: 'A5', needs: ['list.items'], hints: 'filter' },
  async ({ api }) => {
    expect(await api.get('/addresses?limit=5&limit=5')).toBeProblem(400);
    expect(await api.get('/addresses?city=Boston&city=Boston')).toBeProblem(400);
    expect(await api.get('/addresses?fields=city&fields=city')).toBeProblem(400);
  },
);

for (const member of ['city', 'region'] as const) {
  check(
    `filter.${member}`,
    `the filter ${member} shows the addresses with that ${member}, and no others`,
    { clause: 'A13', needs: ['list.items'] },
    async ({ api, make }) => {
      const draft = make.address();
      const { body } = await api.created('/addresses', draft);
      const found = await walk(api, `/addresses?limit=100&${member}=${encodeURIComponent(draft[member])}`);
      expect(new Set(found.map((item) => item[member]))).toEqual(new Set([draft[member]]));
      expect(idsOf(found)).toContain(body.id);
    },
  );
}

check(
  'filter.zip',
  'the filter postalCode with five digits also finds ZIP+4 codes that begin with them',
  { clause: 'B', needs: ['list.items'] },
  async ({ api, make }) => {
    const draft = make.address();
    const { body } = await api.created('/addresses', draft);
    const zip = draft.postalCode.slice(0, 5);
    const found = await walk(api, `/addresses?limit=100&postalCode=${zip}`);
    expect(idsOf(found)).toContain(body.id);
    expect(found.filter(({ postalCode }) => !String(postalCode).startsWith(zip))).toEqual([]);
  },
);

check(
  'filter.and',
  'several filters are joined by AND',
  { clause: 'A13', needs: ['filter.region'] },
  async ({ api, make }) => {
    const { postalCode, region, ...rest } = make.address();
    await api.created('/addresses', { ...rest, postalCode, region });
    const path = `/addresses?postalCode=${postalCode}`;
    expect(itemsOf(await api.get(`${path}&region=${region}`))).toHaveLength(1);
    expect(itemsOf(await api.get(`${path}&region=${region === 'NY' ? 'CA' : 'NY'}`))).toHaveLength(0);
  },
);

check(
  'filter.empty',
  'a filter that no address meets gives an empty list, or 400',
  { clause: 'A5, A13', needs: ['filter.city'] },
  async ({ api, random }) => {
    const answer = await api.get(`/addresses?city=${random.text(20)}`);
    expect(answer).toHaveStatus(200, 400);
    if (answer.status === 200) expect(itemsOf(answer)).toEqual([]);
  },
);

check(
  'filter.exact',
  'a filter is compared with the whole value as it is stored',
  { clause: 'A13', needs: ['filter.empty'] },
  async ({ api, make }) => {
    const draft = make.address();
    const { body } = await api.created('/addresses', draft);
    const city = encodeURIComponent(draft.city.slice(0, -1));
    expect(idsOf(await walk(api, `/addresses?limit=100&city=${city}`))).not.toContain(body.id);
  },
);

check(
  'filter.wild',
  'no character in a filter has a meaning of its own',
  { clause: 'A13', needs: ['filter.exact', 'filter.and'] },
  async ({ api, make }) => {
    const { postalCode, city, ...rest } = make.address();
    await api.created('/addresses', { postalCode, city, ...rest });
    const values = ['%', '%a%', '_'.repeat(8), '*', '.*', "' or '1'='1", ` ${city}`, `${city} `];
    const cities = values.map((it) => `city=${encodeURIComponent(it)}`);
    const others = [...cities, 'region=%25', 'region=__'].map((query) => `postalCode=${postalCode}&${query}`);
    const codes = ['%25', '_____', `${postalCode.slice(0, -1)}_`].map((code) => `postalCode=${code}`);
    for (const query of [...others, ...codes]) {
      const answer = await api.get(`/addresses?${query}`);
      expect(answer).toHaveStatus(200, 400);
      if (answer.status === 200) expect(itemsOf(answer)).toEqual([]);
    }
  },
);

check(
  'fields.only',
  'fields=city,postalCode shows those members and links, and no others',
  { clause: 'A13', needs: ['list.items'] },
  async ({ api, make }) => {
    const { city, postalCode, ...rest } = make.address();
    await api.created('/addresses', { city, postalCode, ...rest });
    const path = `/addresses?postalCode=${postalCode}&fields=city,postalCode`;
    expect(itemsOf(await api.get(path))).toEqual([{ city, postalCode, links: expect.any(Array) }]);
  },
);

check(
  'fields.links',
  'with fields, links still leads to the address',
  { clause: 'A13, A12', needs: ['fields.only', 'links.self'] },
  async ({ api, make }) => {
    const [draft] = make.neighbours(1);
    const { url } = await api.created('/addresses', draft);
    const page = await api.get(`/addresses?postalCode=${draft?.postalCode}&fields=city`);
    const [item] = itemsOf(page);
    const self = await api.get(api.href({ ...page, body: item }, 'self'));
    expect(self.body).toEqual((await api.get(url)).body);
  },
);

check(
  'fields.unknown',
  'a field that no address has is refused with 400',
  { clause: 'A13, A5', needs: ['fields.only'] },
  async ({ api }) => {
    for (const fields of ['city,colour', 'City']) {
      expect(await api.get(`/addresses?fields=${fields}`)).toBeProblem(400);
    }
  },
);

const clientMembers = ['line1', 'city', 'region', 'postalCode', 'country'];

check(
  'fields.each',
  'every member may be a field, links alone too',
  { clause: 'A13', needs: ['fields.only', 'create.line2'] },
  async ({ api, make }) => {
    const draft = make.address({ line2: 'Apt 4' });
    await api.created('/addresses', draft);
    const fields = [...clientMembers, 'line2', 'id', 'createdAt', 'updatedAt'];
    const [item = {}] = itemsOf(await api.get(`/addresses?postalCode=${draft.postalCode}&fields=${fields}`));
    expect(Object.keys(item).sort()).toEqual([...fields, 'links'].sort());
    const linked = itemsOf(await api.get(`/addresses?postalCode=${draft.postalCode}&fields=links`));
    expect(linked).toEqual([{ links: expect.any(Array) }]);
  },
);
