import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../../src/check.ts';
import { restarted } from '../lifecycle.ts';
import { idsOf, inBatches, itemsOf, times } from '../reading.ts';
import { stored } from '../stored.ts';
import type { AddressContext } from '../world.ts';

const check = checkpoint<AddressContext>('1.4', { hidden: true });

check(
  'match.comma',
  'a comma inside a tag of If-Match does not end the tag',
  { clause: 'A10, RFC 9110 §8.8.3, §13.1.1', needs: ['match.list', 'match.stale'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    const other = `"before,${etag.slice(1, -1)},after"`;
    expect(await api.put(url, make.address(), { ifMatch: other })).toBeProblem(412);
    expect(await api.put(url, make.address(), { ifMatch: `"one,two", ${etag}` })).toHaveStatus(200);
  },
);

check(
  'none-match.comma',
  'a comma inside a tag of If-None-Match does not end the tag',
  { clause: 'A10, RFC 9110 §8.8.3, §13.1.2', needs: ['none-match.list', 'none-match.other'], hints: 'match' },
  async (context) => {
    const { url, etag } = await stored(context);
    const [inner, read] = [etag.slice(1, -1), (ifNoneMatch: string) => context.api.get(url, { ifNoneMatch })];
    expect(await read(`"before,${inner},after"`)).toHaveStatus(200);
    expect(await read(`"one,two", ${etag}`)).toHaveStatus(304);
  },
);

check(
  'etag.survives',
  'the ETag stays while the address stays, kill -9 and a restart of the service or not',
  { clause: 'A10, A16', needs: ['etag.changes', 'state.survives'], demands: ['lifecycle'] },
  async (context) => {
    const { created, kept } = await restarted(context);
    expect({ etag: (await kept).etag }).toEqual({ etag: created.etag });
  },
);

check(
  'etag.back',
  'an address that was changed and changed back has another ETag than at first, as its updatedAt is another',
  { clause: 'A10', needs: ['etag.changes', 'put.updated'] },
  async (context) => {
    const { api, make } = context;
    const { url, draft, etag } = await stored(context);
    // A service may keep whole seconds.
    await pause(1_050);
    const there = await api.put(url, make.address(), { ifMatch: etag });
    const back = await api.put(url, draft, { ifMatch: there.etag ?? '*' });
    expect([there.status, back.status]).toEqual([200, 200]);
    expect(back.etag).not.toBe(etag);
  },
);

check(
  'put.listed',
  'filters find an address by what a PUT has made of it, and no longer by what it was',
  { clause: 'A13', needs: ['put.replaces', 'list.items'] },
  async (context) => {
    const { api, make } = context;
    const [place, next] = [make.neighbours(1)[0], make.neighbours(1)[0]];
    const { url, draft, body, etag } = await stored(context, place);
    expect(await api.put(url, next, { ifMatch: etag })).toHaveStatus(200);
    const found = async (postalCode: string) => idsOf(itemsOf(await api.get(`/addresses?postalCode=${postalCode}`)));
    expect([await found(draft.postalCode), await found(String(next?.postalCode))]).toEqual([[], [body.id]]);
  },
);

const [long, nul] = ['a'.repeat(101), '4 Old \u0000 Road'];

check(
  'put.members',
  'a PUT is judged by all the rules of a POST: members unknown, missing, too long or with U+0000 are at fault, each is named',
  {
    clause: 'A4, B',
    needs: ['put.invalid', 'member.unknown', 'member.all', 'member.type', 'length.fits', 'postal.shape', 'text.nul'],
  },
  async (context) => {
    const { api } = context;
    const { url, draft, body, etag } = await stored(context);
    for (const [change, pointers] of [
      [{ colour: 'red' }, ['/colour']],
      [{ city: undefined }, ['/city']],
      [{ line1: 7, country: 'XX' }, ['/line1', '/country']],
      [
        { line1: long, line2: long, city: long.slice(0, 65), postalCode: '1234' },
        ['/line1', '/line2', '/city', '/postalCode'],
      ],
      [{ line1: nul, line2: nul, city: nul }, ['/line1', '/line2', '/city']],
    ] as const) {
      const answer = await api.put(url, { ...draft, ...change }, { ifMatch: etag });
      expect(answer).toBeProblem(422, { pointers: [...pointers] });
    }
    const now = await api.get(url);
    expect({ body: now.body, etag: now.etag }).toEqual({ body, etag });
  },
);

check(
  'put.body',
  'the body of a PUT is judged as that of a POST: 413 too large, 400 empty or not UTF-8, 415 untyped, 422 no object',
  {
    clause: 'A2, A4',
    needs: ['put.malformed', 'put.invalid', 'body.large', 'body.empty', 'body.utf8', 'body.untyped', 'body.no-object'],
    hints: 'body',
  },
  async (context) => {
    const { api } = context;
    const { url, draft, etag: ifMatch } = await stored(context);
    const json = JSON.stringify(draft);
    expect(await api.put(url, json.replace('{', `{${' '.repeat(150_000)}`), { ifMatch })).toBeProblem(413);
    expect(await api.put(url, '', { ifMatch })).toBeProblem(400);
    expect(await api.put(url, Buffer.from(json.replace('}', ',"line2":"\xff"}'), 'latin1'), { ifMatch })).toBeProblem(
      400,
    );
    const untyped = { method: 'PUT', path: url, body: json, headers: { 'If-Match': ifMatch } };
    expect(await api.send(untyped)).toBeProblem(415);
    expect(await api.put(url, '[]', { ifMatch })).toBeProblem(422, { pointers: [''] });
  },
);

check(
  'write.odd-id',
  'a PUT or DELETE of an id that nobody has is refused, however odd the id is',
  { clause: 'A6', needs: ['put.unknown', 'delete.again', 'read.odd-id'], hints: 'read' },
  async ({ api, make }) => {
    for (const id of ['%00', '%F0%9F%8F%A0', '%27', '-1', '9'.repeat(40), 'x'.repeat(10_000)]) {
      const [put, gone] = [
        await api.put(`/addresses/${id}`, make.address(), { ifMatch: '"1"' }),
        await api.delete(`/addresses/${id}`, { ifMatch: '"1"' }),
      ];
      // No tag fits what is not there, so 412 is right too.
      expect(put).toHaveStatus(404, 412);
      expect(gone).toHaveStatus(404, 412);
    }
  },
);

const RACES = 3;
const MEETINGS = 10;

check(
  'race.mixed',
  'of a PUT and a DELETE that race with one ETag exactly one succeeds',
  { clause: 'A10', needs: ['race.put', 'race.delete', 'delete.stale', 'delete.collection', 'put.unknown'] },
  async (context) => {
    const successes = (await inBatches(times(RACES, String), () => meetings(context))).flat();
    expect({ 'successes of each pair': successes }).toEqual({ 'successes of each pair': successes.map(() => 1) });
  },
);

/** A DELETE that came first starts later the next time, one that came last earlier: soon the two meet. */
async function meetings(context: Parameters<typeof stored>[0]): Promise<number[]> {
  const { api, make } = context;
  const successes: number[] = [];
  let [delay, step, last] = [0, 8, 1];
  for (let meeting = 0; meeting < MEETINGS; meeting += 1) {
    const { url, etag: ifMatch } = await stored(context);
    const gone = pause(delay).then(() => api.delete(url, { ifMatch }));
    const answers = await Promise.all([api.put(url, make.address(), { ifMatch }), gone]);
    successes.push(answers.filter(({ status }) => status < 300).length);
    const turn = answers[1].status < 300 ? 1 : -1;
    if (turn !== last) step = Math.max(1, step / 2);
    delay = Math.max(0, delay + turn * step);
    last = turn;
  }
  return successes;
}
