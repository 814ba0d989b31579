import { checkpoint, expect } from '../../src/check.ts';
import { hasLink, idsOf, itemsOf, walk } from '../01-address/reading.ts';
import type { Draft } from './drafts.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.3');
type Api = Parameters<Parameters<typeof check>[3]>[0]['api'];

/** Stores some persons who share one last name, and gives the path that lists them and nobody else. */
async function household(api: Api, drafts: Draft[]): Promise<{ path: string; ids: string[] }> {
  const made = [];
  for (const draft of drafts) made.push((await api.created('/persons', draft)).body);
  return { path: `/persons?lastName=${drafts[0]?.lastName}`, ids: idsOf(made) };
}

check(
  'page.limit',
  'a page holds as many persons as limit says, and 20 when no limit is given',
  { clause: 'A11', needs: ['page.items'] },
  async ({ api, make }) => {
    const { path } = await household(api, make.family(21));
    const sizes = [];
    for (const limit of ['&limit=1', '&limit=2', '&limit=100', '']) {
      sizes.push(itemsOf(await api.get(path + limit)).length);
    }
    expect(sizes).toEqual([1, 2, 21, 20]);
  },
);

check(
  'page.bad-limit',
  'a limit that is not a whole number from 1 to 100 is refused with 400',
  { clause: 'A5, A11', needs: ['page.limit'] },
  async ({ api }) => {
    for (const limit of ['0', '101', '-1', '1.5', 'ten', '', '1e1', '0x10']) {
      expect(await api.get(`/persons?limit=${limit}`)).toBeProblem(400);
    }
  },
);

check(
  'page.walk',
  'following next meets each person exactly once',
  { clause: 'A11', needs: ['page.limit'] },
  async ({ api, make }) => {
    const { path, ids } = await household(api, make.family(5));
    expect(idsOf(await walk(api, `${path}&limit=2`))).toEqual(ids);
  },
);

check(
  'page.last',
  'the last page has no next, also when it is full',
  { clause: 'A11', needs: ['page.walk'] },
  async ({ api, make }) => {
    const { path } = await household(api, make.family(4));
    const pages = [];
    for await (const page of api.pages(`${path}&limit=2`)) pages.push(itemsOf(page).length);
    expect(pages).toEqual([2, 2]);
  },
);

check(
  'page.prev',
  'self, first and prev lead to the page, the first and the one before, and the first page has no prev',
  { clause: 'A11, A12', needs: ['page.walk'] },
  async ({ api, make }) => {
    const { path } = await household(api, make.family(3));
    const [first, second] = await Array.fromAsync(api.pages(`${path}&limit=2`));
    if (!first || !second) throw new Error('page.walk saw two pages');
    const back = await api.get(api.href(second, 'prev'));
    expect(idsOf(itemsOf(back))).toEqual(idsOf(itemsOf(first)));
    expect([hasLink(first, 'prev'), hasLink(back, 'prev')]).toEqual([false, false]);
    const [self, start] = [await api.get(api.href(second, 'self')), await api.get(api.href(second, 'first'))];
    expect([idsOf(itemsOf(self)), idsOf(itemsOf(start))]).toEqual([idsOf(itemsOf(second)), idsOf(itemsOf(first))]);
  },
);

check(
  'page.keeps',
  'page links keep the filters, the fields and the limit',
  { clause: 'A11', needs: ['page.walk', 'fields.only'] },
  async ({ api, make }) => {
    const { path } = await household(api, make.family(3));
    const second = await api.get(api.href(await api.get(`${path}&limit=1&fields=email`), 'next'));
    expect(itemsOf(second).map((item) => Object.keys(item).sort())).toEqual([['email', 'links']]);
    expect(await walk(api, `${path}&limit=1&fields=email`)).toHaveLength(3);
  },
);

check(
  'page.inserts',
  'following next meets each person exactly once while others insert',
  { clause: 'A11', needs: ['page.walk'] },
  async ({ api, make }) => {
    const drafts = make.family(16);
    const { path, ids } = await household(api, drafts.slice(0, 8));
    const late = drafts.slice(8);
    const seen = [];
    for await (const page of api.pages(`${path}&limit=2`)) {
      seen.push(...idsOf(itemsOf(page)));
      await Promise.all(late.splice(0, 3).map((draft) => api.post('/persons', draft)));
    }
    expect(seen.filter((id) => ids.includes(id)).sort()).toEqual(ids);
  },
);

check(
  'page.deletes',
  'following next meets each person who stays exactly once while others are deleted',
  { clause: 'A11', needs: ['page.inserts', 'delete.gone'] },
  async ({ api, make }) => {
    const made = [];
    for (const draft of make.family(9)) made.push(await api.created('/persons', draft));
    const seen: string[] = [];
    for await (const page of api.pages(`/persons?lastName=${made[0]?.body.lastName}&limit=3`)) {
      const ids = idsOf(itemsOf(page));
      seen.push(...ids);
      // Whoever counts rows, or begins at a person who is gone, loses the place now.
      for (const { url, etag } of made.filter(({ body }) => ids.includes(String(body.id)))) {
        await api.delete(url, { ifMatch: etag });
      }
    }
    expect(seen.sort()).toEqual(idsOf(made.map(({ body }) => body)));
  },
);

/** The parameters that a page link adds to those that the client gave. */
function opaqueIn({ searchParams }: URL): string[] {
  return [...searchParams.keys()].filter((name) => !['limit', 'lastName'].includes(name));
}

check(
  'page.forged',
  'a page link that is not the service’s own is refused with 400',
  { clause: 'A5', needs: ['page.walk'] },
  async ({ api, make }) => {
    const { path } = await household(api, make.family(2));
    const next = new URL(api.href(await api.get(`${path}&limit=1`), 'next'));
    // Links without a parameter of their own leave nothing to forge.
    if (opaqueIn(next).length === 0) return;
    for (const name of opaqueIn(next)) next.searchParams.set(name, '~not~a~page~');
    expect(await api.get(next.pathname + next.search)).toBeProblem(400);
  },
);
