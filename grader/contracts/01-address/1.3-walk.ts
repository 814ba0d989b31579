import { isDeepStrictEqual } from 'node:util';
import { checkpoint, expect } from '../../src/check.ts';
import { idsOf, itemsOf, street } from './reading.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.3');

check(
  'page.inserts',
  'following next meets each item exactly once while others insert',
  { clause: 'A11', needs: ['page.walk'] },
  async ({ api, make }) => {
    const drafts = make.neighbours(16);
    const { path, ids } = await street(api, drafts.slice(0, 8));
    const late = drafts.slice(8);
    const seen = [];
    for await (const page of api.pages(`${path}&limit=2`)) {
      seen.push(...idsOf(itemsOf(page)));
      await Promise.all(late.splice(0, 3).map((draft) => api.post('/addresses', draft)));
    }
    expect(seen.filter((id) => ids.includes(id)).sort()).toEqual(ids);
  },
);

check(
  'page.zip',
  'following next meets each item exactly once with a filter of five digits, too',
  { clause: 'A11, B', needs: ['page.inserts', 'filter.zip'] },
  async ({ api, make }) => {
    const drafts = make.neighbours(3);
    const { ids } = await street(api, drafts);
    const pages: string[][] = [];
    for await (const page of api.pages(`/addresses?limit=2&postalCode=${drafts[0]?.postalCode.slice(0, 5)}`)) {
      pages.push(idsOf(itemsOf(page)));
      // Whoever shows one page twice in a row may do so for ever.
      if (isDeepStrictEqual(pages.at(-1), pages.at(-2))) break;
    }
    const seen = pages.flat().filter((id) => ids.includes(id));
    expect(seen.sort()).toEqual(ids);
  },
);
