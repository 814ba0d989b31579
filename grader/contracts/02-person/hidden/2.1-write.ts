import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../../src/check.ts';
import { shown } from '../../01-address/reading.ts';
import { stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.1', { hidden: true });

check(
  'unique.freed',
  'an e-mail address is free again when its person is deleted, or has another one',
  { clause: 'C', needs: ['unique.put', 'delete.gone'] },
  async (context) => {
    const { api, make } = context;
    const [gone, moved] = [await stored(context), await stored(context)];
    await api.delete(gone.url, { ifMatch: gone.etag });
    await api.put(moved.url, make.person(), { ifMatch: moved.etag });
    for (const { draft } of [gone, moved]) {
      expect(await api.post('/persons', make.person({ email: draft.email }))).toHaveStatus(201);
    }
  },
);

check(
  'match.list-delete',
  'If-Match of a DELETE may be a list, or * for any state',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['match.list', 'delete.gone'] },
  async (context) => {
    const [one, other] = [await stored(context), await stored(context)];
    const list = `"other", ${one.etag} , "another"`;
    expect(await context.api.delete(one.url, { ifMatch: list })).toHaveStatus(204);
    expect(await context.api.delete(other.url, { ifMatch: '*' })).toHaveStatus(204);
  },
);

check(
  'read.near-id',
  'an id with a character more or less than that of a person is nobody’s',
  { clause: 'A6', needs: ['read.odd-id', 'create.id'] },
  async (context) => {
    const { body } = await stored(context);
    const id = encodeURIComponent(String(body.id));
    for (const near of [`x${id}`, `${id}x`, `${id}%0A`, `%20${id}`]) {
      expect(await context.api.get(`/persons/${near}`)).toBeProblem(404);
    }
  },
);

check(
  'write.odd-id',
  'a PUT or DELETE of an id that nobody has is refused, however odd the id is',
  { clause: 'A6', needs: ['put.replaces', 'delete.gone', 'read.odd-id'], hints: 'read' },
  async ({ api, make }) => {
    for (const id of ['%00', '%F0%9F%8F%A0', 'a%2Fb', '%27', '-1', '9'.repeat(40), 'x'.repeat(10_000)]) {
      const [put, gone] = [
        await api.put(`/persons/${id}`, make.person(), { ifMatch: '"1"' }),
        await api.delete(`/persons/${id}`, { ifMatch: '"1"' }),
      ];
      // No tag fits what is not there, so 412 is right too.
      expect(put).toHaveStatus(404, 412);
      expect(gone).toHaveStatus(404, 412);
    }
  },
);

check(
  'put.trimmed',
  'white space around a name in a PUT is taken off, too',
  { clause: 'C', needs: ['put.replaces', 'text.trimmed'] },
  async (context) => {
    const { url, draft, etag } = await stored(context);
    const names = { firstName: ' Ana María\t', lastName: '\nde Ruiz ' };
    const { firstName, lastName } = shown(await context.api.put(url, { ...draft, ...names }, { ifMatch: etag }));
    expect([firstName, lastName]).toEqual(['Ana María', 'de Ruiz']);
  },
);

check(
  'put.spelling',
  'a PUT in which the own e-mail address has other capitals shows it as it was sent',
  { clause: 'C', needs: ['unique.shown', 'unique.put'] },
  async (context) => {
    const { url, draft, etag } = await stored(context);
    const email = draft.email.toUpperCase();
    await context.api.put(url, { ...draft, email }, { ifMatch: etag });
    expect(shown(await context.api.get(url)).email).toBe(email);
  },
);

check(
  'put.updated',
  'a PUT that changes something moves updatedAt forward',
  { clause: 'C', needs: ['put.replaces', 'create.times'], waits: true },
  async (context) => {
    const { url, body, etag } = await stored(context);
    // A service may keep whole seconds.
    await pause(1_050);
    const { updatedAt } = shown(await context.api.put(url, context.make.person(), { ifMatch: etag }));
    expect(Date.parse(String(updatedAt))).toBeGreaterThan(Date.parse(String(body.updatedAt)));
  },
);
