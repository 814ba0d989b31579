import type { Answer } from '../../../src/answer.ts';
import { checkpoint, expect } from '../../../src/check.ts';
import { hasLink, itemsOf } from '../../01-address/reading.ts';
import { stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.3', { hidden: true });

/** What a page shows of each person. */
function seen(page: Answer) {
  return itemsOf(page).map(({ links: _, ...members }) => members);
}

check(
  'page.back',
  'prev leads back page by page, with the filters, the fields and the limit',
  { clause: 'A11', needs: ['page.prev', 'page.keeps'] },
  async ({ api, make }) => {
    const family = make.family(5);
    for (const draft of family) await api.created('/persons', draft);
    const path = `/persons?lastName=${family[0]?.lastName}&fields=id&limit=2`;
    const pages = await Array.fromAsync(api.pages(path));
    const back = pages.slice(-1);
    for (let [page] = back; page && hasLink(page, 'prev') && back.length < pages.length; back.unshift(page)) {
      page = await api.get(api.href(page, 'prev'));
    }
    expect(back.map(seen)).toEqual(pages.map(seen));
  },
);

check(
  'page.keeps-email',
  'the links self and first of a page keep the filter email',
  { clause: 'A11', needs: ['page.keeps', 'filter.email'] },
  async (context) => {
    const { draft } = await stored(context);
    const page = await context.api.get(`/persons?email=${encodeURIComponent(draft.email)}&limit=1&fields=email`);
    for (const rel of ['self', 'first']) {
      expect(seen(await context.api.get(context.api.href(page, rel)))).toEqual([{ email: draft.email }]);
    }
  },
);

check(
  'page.fresh',
  'the same query shows at each time who is there: nobody, somebody, what has become of her, and nobody',
  { clause: 'A11, A8', needs: ['page.items', 'put.replaces', 'delete.collection'] },
  async (context) => {
    const { api, make } = context;
    const draft = make.person();
    const now = async () => seen(await api.get(`/persons?lastName=${draft.lastName}&fields=firstName`));
    expect(await now()).toEqual([]);
    const { url, etag } = await stored(context, draft);
    expect(await now()).toEqual([{ firstName: draft.firstName }]);
    const { etag: ifMatch } = await api.put(url, { ...draft, firstName: 'Kai' }, { ifMatch: etag });
    expect(await now()).toEqual([{ firstName: 'Kai' }]);
    await api.delete(url, { ifMatch });
    expect(await now()).toEqual([]);
  },
);

check(
  'query.later',
  'an unknown query parameter is refused with 400 beside a page link, too',
  { clause: 'A5', needs: ['query.unknown', 'page.walk'] },
  async ({ api, make }) => {
    const family = make.family(2);
    for (const draft of family) await api.created('/persons', draft);
    const next = api.href(await api.get(`/persons?lastName=${family[0]?.lastName}&limit=1`), 'next');
    expect(await api.get(`${next}${next.includes('?') ? '&' : '?'}colour=red`)).toBeProblem(400);
  },
);
