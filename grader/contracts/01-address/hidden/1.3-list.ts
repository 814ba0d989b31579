import { checkpoint, expect } from '../../../src/check.ts';
import { idsOf, inBatches, itemsOf, walk } from '../reading.ts';
import type { Context } from '../stored.ts';
import type { AddressContext } from '../world.ts';

const check = checkpoint<AddressContext>('1.3', { hidden: true });

/** An address that none of these queries may find: an answer 400 is right as well (A5). */
async function notFoundBy({ api, make }: Context, queriesFor: (draft: ReturnType<typeof make.address>) => string[]) {
  const draft = make.address();
  const { body } = await api.created('/addresses', draft);
  for (const query of queriesFor(draft)) {
    const answer = await api.get(`/addresses?limit=100&${query}`);
    expect(answer).toHaveStatus(200, 400);
    if (answer.status === 200) expect(idsOf(itemsOf(answer))).not.toContain(body.id);
  }
}

check(
  'query.inherited',
  'an unknown query parameter or field is refused with 400, whatever its name is',
  { clause: 'A5, A13', needs: ['query.unknown', 'fields.unknown'], hints: 'filter' },
  async ({ api }) => {
    for (const name of ['toString', 'constructor']) {
      expect(await api.get(`/addresses?${name}=red`)).toBeProblem(400);
      expect(await api.get(`/addresses?fields=${name}`)).toBeProblem(400);
    }
  },
);

check(
  'filter.case',
  'a filter is compared with capitals and small letters as they are stored',
  { clause: 'A13', needs: ['filter.exact', 'filter.and'] },
  (context) =>
    notFoundBy(context, ({ city, region, postalCode }) => [
      `postalCode=${postalCode}&city=${encodeURIComponent(city.toLowerCase())}`,
      `postalCode=${postalCode}&city=${encodeURIComponent(city.toUpperCase())}`,
      `postalCode=${postalCode}&region=${region.toLowerCase()}`,
    ]),
);

check(
  'filter.zip-part',
  'a part of a ZIP or of a ZIP+4 finds nothing, unless it is the whole ZIP',
  { clause: 'A13, B', needs: ['filter.zip'] },
  (context) =>
    notFoundBy(context, ({ postalCode }) => [4, 6, 8].map((length) => `postalCode=${postalCode.slice(0, length)}`)),
);

check(
  'filter.odd',
  'a filter with a value that no address could have, empty or with U+0000, gives an empty list or 400',
  { clause: 'A5', needs: ['filter.empty', 'filter.and', 'filter.exact', 'filter.zip-part'] },
  (context) => {
    const values = ['', '%00', 'N%00Y', '%F0%9F%8F%A0', 'x'.repeat(8_000)];
    return notFoundBy(context, ({ city, postalCode }) => [
      ...['city', 'region'].flatMap((name) => values.map((it) => `postalCode=${postalCode}&${name}=${it}`)),
      ...values.map((it) => `city=${encodeURIComponent(city)}&postalCode=${it}`),
    ]);
  },
);

check(
  'page.ties',
  'following next meets addresses that were created at the same moment exactly once, too',
  { clause: 'A11', needs: ['page.walk'] },
  async ({ api, make }) => {
    const drafts = make.neighbours(40);
    const made = await inBatches(drafts, (draft) => api.created('/addresses', draft));
    const found = await walk(api, `/addresses?postalCode=${drafts[0]?.postalCode}&limit=2`);
    expect(idsOf(found)).toEqual(idsOf(made.map(({ body }) => body)));
  },
);
