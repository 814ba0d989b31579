import { checkpoint, expect } from '../../../src/check.ts';
import { idsOf, itemsOf, shown } from '../../01-address/reading.ts';
import { stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.3', { hidden: true });

check(
  'filter.ascii',
  'an e-mail address with another letter than of ASCII in capitals is another one: both are taken, and found apart',
  { clause: 'C', needs: ['filter.email', 'unique.post'] },
  async ({ api, make }) => {
    const { email } = make.person();
    const [small, capital] = [`é${email}`, `É${email}`];
    const first = await api.post('/persons', make.person({ email: small }));
    // Whether such letters are allowed at all is not said.
    expect(first).toHaveStatus(201, 422);
    if (first.status === 422) return;
    const other = await api.post('/persons', make.person({ email: capital }));
    expect(other).toHaveStatus(201);
    for (const [email, made] of [
      [small, first],
      [capital, other],
    ] as const) {
      const found = itemsOf(await api.get(`/persons?email=${encodeURIComponent(email)}`));
      expect(idsOf(found)).toEqual([String(shown(made).id)]);
    }
  },
);

check(
  'filter.signs',
  'a last name is found by the filter whatever signs it has, and by nothing else',
  { clause: 'A13', needs: ['filter.exact'] },
  async ({ api, make }) => {
    const { lastName: base } = make.person();
    const names = ['', ',x', '%41', 'A', '+x', ' x', '|x', '*', "'", '&limit=1', '=x'].map((end) => base + end);
    const ids = [];
    for (const lastName of names) ids.push((await api.created('/persons', make.person({ lastName }))).body.id);
    const found = [];
    for (const lastName of names) {
      const query = `lastName=${encodeURIComponent(lastName)}`;
      found.push(idsOf(itemsOf(await api.get(`/persons?${query}`))));
    }
    expect(found).toEqual(ids.map((id) => [id]));
  },
);

check(
  'page.self',
  'the link self of an item leads to that person',
  { clause: 'A12', needs: ['page.items', 'create.self'] },
  async (context) => {
    const { body, draft } = await stored(context);
    const page = await context.api.get(`/persons?lastName=${draft.lastName}`);
    const self = context.api.href({ ...page, body: itemsOf(page)[0] }, 'self');
    expect(shown(await context.api.get(self)).id).toBe(body.id);
  },
);

check(
  'query.head',
  'HEAD of the collection is refused with 400 where GET is',
  { clause: 'A5, A9', needs: ['query.unknown', 'method.head'] },
  async ({ api }) => expect(await api.head('/persons?colour=red')).toHaveStatus(400),
);
