import { checkpoint, expect } from '../../src/check.ts';
import { idsOf, itemsOf, methodsIn, shown, walk, withoutLinks } from '../01-address/reading.ts';
import { lost } from './lifecycle.ts';
import { stored } from './stored.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.3');

check(
  'page.items',
  'the collection shows each person as GET of the person does',
  { clause: 'A11', needs: ['read.same', 'create.id'] },
  async (context) => {
    const { url, draft } = await stored(context);
    const page = await context.api.get(`/persons?lastName=${draft.lastName}`);
    expect(page).toHaveStatus(200);
    const single = await context.api.get(url);
    expect(itemsOf(page).map(withoutLinks)).toEqual([withoutLinks(shown(single))]);
  },
);

check(
  'list.lost',
  'a collection that is read while the database is away is not said to be empty',
  { clause: 'A3, A13', needs: ['health.lost', 'page.items'], demands: ['lifecycle'], hints: 'health' },
  async (context) => {
    const list = await (await lost(context)).list;
    // A service that still knows its persons may show them.
    if (list.status === 200) return expect(JSON.parse(list.text)).not.toMatchObject({ data: [] });
    expect(list.status).toBeGreaterThanOrEqual(500);
  },
);

check(
  'query.unknown',
  'an unknown query parameter, or one given twice, is refused with 400',
  { clause: 'A5', needs: ['page.items'] },
  async ({ api }) => {
    for (const query of ['colour=red', 'limit=5&limit=5', 'lastName=R&lastName=R', 'fields=id&fields=id']) {
      expect(await api.get(`/persons?${query}`)).toBeProblem(400);
    }
  },
);

check(
  'filter.last-name',
  'the filter lastName shows the persons with that last name, and no others',
  { clause: 'A13', needs: ['page.items'] },
  async ({ api, make }) => {
    const family = make.family(3);
    const made = [];
    for (const draft of [...family, make.person({ lastName: `${family[0]?.lastName}x` })]) {
      made.push((await api.created('/persons', draft)).body);
    }
    const found = await walk(api, `/persons?lastName=${family[0]?.lastName}`);
    expect(idsOf(found)).toEqual(idsOf(made.slice(0, 3)));
  },
);

check(
  'filter.email',
  'the filter email finds a person whatever the ASCII case, and nobody else',
  { clause: 'C', needs: ['page.items'] },
  async (context) => {
    const { body, draft } = await stored(context);
    for (const email of [draft.email, draft.email.toUpperCase()]) {
      const found = itemsOf(await context.api.get(`/persons?email=${encodeURIComponent(email)}`));
      expect(idsOf(found)).toEqual([body.id]);
    }
  },
);

check(
  'filter.and',
  'several filters are joined by AND',
  { clause: 'A13', needs: ['filter.last-name', 'filter.email'] },
  async (context) => {
    const [one, other] = [await stored(context), await stored(context)];
    const path = `/persons?lastName=${one.draft.lastName}&email=`;
    expect(itemsOf(await context.api.get(path + encodeURIComponent(one.draft.email)))).toHaveLength(1);
    expect(itemsOf(await context.api.get(path + encodeURIComponent(other.draft.email)))).toHaveLength(0);
  },
);

check(
  'filter.exact',
  'a filter is compared with the whole value, and no character in it has a meaning of its own',
  { clause: 'A13', needs: ['filter.last-name', 'filter.email'] },
  async (context) => {
    const { body, draft } = await stored(context);
    const { lastName, email } = draft;
    const names = [lastName.slice(0, -1), '%', '_'.repeat(11), '*', lastName.toUpperCase(), ` ${lastName}`];
    const emails = [email.replace(/^./, '_'), email.replace(/^.../, '%'), email.slice(1)];
    for (const query of [...names.map((it) => ({ lastName: it })), ...emails.map((it) => ({ email: it }))]) {
      const answer = await context.api.get(`/persons?limit=100&${new URLSearchParams(query)}`);
      expect(answer).toHaveStatus(200, 400);
      if (answer.status === 200) expect(idsOf(itemsOf(answer))).not.toContain(body.id);
    }
  },
);

check(
  'filter.odd',
  'a filter with a value that nobody could have, U+0000 too, gives an empty list or 400',
  { clause: 'A5', needs: ['page.items'] },
  async ({ api }) => {
    for (const query of ['lastName=%00', 'email=nobody', 'email=%00', 'lastName=', `email=${'x'.repeat(5_000)}`]) {
      const answer = await api.get(`/persons?${query}`);
      expect(answer).toHaveStatus(200, 400);
      if (answer.status === 200) expect(itemsOf(answer)).toEqual([]);
    }
  },
);

check(
  'fields.only',
  'fields=lastName,email shows those members and links, and no others; any member may be named',
  { clause: 'A13', needs: ['page.items', 'create.optional'] },
  async (context) => {
    const { draft, body } = await stored(
      context,
      context.make.person({ phone: '+12125550100', birthDate: '2001-02-28' }),
    );
    const { lastName, email } = draft;
    const { id, createdAt, updatedAt } = body;
    const page = await context.api.get(`/persons?lastName=${lastName}&fields=lastName,email`);
    expect(itemsOf(page)).toEqual([{ lastName, email, links: expect.any(Array) }]);
    const members = 'id,firstName,lastName,email,phone,birthDate,createdAt,updatedAt';
    const whole = await context.api.get(`/persons?lastName=${lastName}&fields=${members}`);
    expect(whole).toHaveStatus(200);
    expect(itemsOf(whole)).toMatchObject([{ ...draft, id, createdAt, updatedAt }]);
  },
);

check(
  'fields.unknown',
  'a field that nobody has is refused with 400',
  { clause: 'A13, A5', needs: ['fields.only'] },
  async ({ api }) => {
    for (const field of ['colour', 'constructor', 'address']) {
      expect(await api.get(`/persons?fields=email,${field}`)).toBeProblem(400);
    }
  },
);

check(
  'delete.collection',
  'a deleted person is gone from the collection',
  { clause: 'A8', needs: ['delete.gone', 'page.items'] },
  async (context) => {
    const { url, draft, etag } = await stored(context);
    await context.api.delete(url, { ifMatch: etag });
    expect(itemsOf(await context.api.get(`/persons?lastName=${draft.lastName}`))).toEqual([]);
  },
);

check(
  'method.collection',
  'a method that the collection does not have is answered with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9, RFC 9110 §15.5.6', needs: ['page.items'] },
  async ({ api }) => {
    const path = '/persons';
    const refused = [];
    for (const method of ['PUT', 'PATCH', 'DELETE']) refused.push(await api.send({ method, path }));
    for (const answer of refused) expect(answer).toBeProblem(405);
    const options = await api.options(path);
    expect(options).toHaveStatus(204);
    for (const { headers } of [...refused, options]) {
      const allowed = methodsIn(headers.allow);
      expect(allowed).toEqual(expect.arrayContaining(['GET', 'POST']));
      expect(['PUT', 'PATCH', 'DELETE'].filter((method) => allowed.includes(method))).toEqual([]);
    }
  },
);

check(
  'method.head',
  'HEAD is answered as GET is, without a body; with If-None-Match too',
  { clause: 'A9, RFC 9110 §9.3.2', needs: ['etag.known', 'page.items'] },
  async (context) => {
    const { url, draft, etag } = await stored(context);
    expect(await context.api.head(url, { ifNoneMatch: etag })).toHaveStatus(304);
    for (const path of [url, `/persons?lastName=${draft.lastName}`]) {
      const [head, get] = [await context.api.head(path), await context.api.get(path)];
      const seen = ({ status, etag, headers }: typeof get) => ({ status, etag, type: headers['content-type'] });
      expect(get).toHaveStatus(200);
      expect(seen(head)).toEqual(seen(get));
      expect(head.text).toBe('');
    }
  },
);
