import { checkpoint, expect } from '../../src/check.ts';
import { idsOf, itemsOf, methodsIn } from './reading.ts';
import { stored } from './stored.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.4');

check(
  'method.collection',
  'a method that the collection does not have is answered with 405 and Allow',
  { clause: 'A9, RFC 9110 §15.5.6', needs: ['list.items'] },
  async ({ api }) => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await api.send({ method, path: '/addresses' });
      expect(answer).toBeProblem(405);
      const allowed = methodsIn(answer.headers.allow);
      expect(allowed).toEqual(expect.arrayContaining(['GET', 'POST']));
      expect(allowed).not.toContain(method);
    }
  },
);

check(
  'method.item',
  'a method that an address does not have is answered with 405 and Allow',
  { clause: 'A9, RFC 9110 §15.5.6', needs: ['delete.gone', 'put.replaces'] },
  async (context) => {
    const { url } = await stored(context);
    for (const method of ['POST', 'PATCH']) {
      const answer = await context.api.send({ method, path: url });
      expect(answer).toBeProblem(405);
      const allowed = methodsIn(answer.headers.allow);
      expect(allowed).toEqual(expect.arrayContaining(['GET', 'PUT', 'DELETE']));
      expect(allowed).not.toContain(method);
    }
  },
);

check(
  'method.options',
  'OPTIONS is answered with 204 and Allow, on the collection and on an address',
  { clause: 'A9, RFC 9110 §9.3.7', needs: ['method.collection', 'method.item'] },
  async (context) => {
    const { url } = await stored(context);
    const [whole, single] = [await context.api.options('/addresses'), await context.api.options(url)];
    expect([whole.status, single.status]).toEqual([204, 204]);
    expect(methodsIn(whole.headers.allow)).toEqual(expect.arrayContaining(['GET', 'POST']));
    expect(methodsIn(single.headers.allow)).toEqual(expect.arrayContaining(['GET', 'PUT', 'DELETE']));
  },
);

check(
  'method.head',
  'HEAD is answered as GET is, without a body; with If-None-Match too',
  { clause: 'A9, RFC 9110 §9.3.2', needs: ['none-match.same', 'list.items', 'read.unknown'] },
  async (context) => {
    const { url, draft, etag } = await stored(context);
    expect(await context.api.head(url, { ifNoneMatch: etag })).toHaveStatus(304);
    for (const path of [url, `/addresses?postalCode=${draft.postalCode}`]) {
      const [head, get] = [await context.api.head(path), await context.api.get(path)];
      const seen = ({ status, etag, headers }: typeof get) => ({ status, etag, type: headers['content-type'] });
      expect(get).toHaveStatus(200);
      expect(seen(head)).toEqual(seen(get));
      expect(head.text).toBe('');
    }
    expect(await context.api.head('/addresses/nobody-has-this')).toHaveStatus(404);
  },
);

check(
  'page.deletes',
  'following next meets each item that stays exactly once while others delete',
  { clause: 'A11', needs: ['page.inserts', 'delete.gone'] },
  async ({ api, make }) => {
    const made = [];
    for (const draft of make.neighbours(9)) made.push(await api.created('/addresses', draft));
    const seen: string[] = [];
    for await (const page of api.pages(`/addresses?postalCode=${made[0]?.body.postalCode}&limit=3`)) {
      const ids = idsOf(itemsOf(page));
      seen.push(...ids);
      // Whoever counts rows, or begins at an item that is gone, loses its place now.
      for (const { url, etag } of made.filter(({ body }) => ids.includes(String(body.id)))) {
        await api.delete(url, { ifMatch: etag });
      }
    }
    expect(seen.sort()).toEqual(idsOf(made.map(({ body }) => body)));
  },
);
