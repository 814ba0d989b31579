import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import { countStatuses, times } from '../01-address/reading.ts';
import { stored } from './stored.ts';
import type { PersonContext } from './world.ts';

const check = checkpoint<PersonContext>('2.1');
const RACERS = 20;

check(
  'etag.changes',
  'the ETag stays while the person stays, and changes when it changes',
  { clause: 'A10', needs: ['put.replaces'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    expect((await api.get(url)).etag).toBe(etag);
    expect((await api.put(url, make.person(), { ifMatch: etag })).etag).not.toBe(etag);
  },
);

check(
  'etag.known',
  'If-None-Match with the ETag is answered with 304, in a list and weak too',
  { clause: 'A10, RFC 9110 §13.1.2', needs: ['etag.value'] },
  async (context) => {
    const { url, etag } = await stored(context);
    for (const ifNoneMatch of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const answer = await context.api.get(url, { ifNoneMatch });
      expect(answer).toHaveStatus(304);
      expect(answer.text).toBe('');
    }
    expect(await context.api.get(url, { ifNoneMatch: '"other"' })).toHaveStatus(200);
  },
);

check(
  'match.missing',
  'a PUT or DELETE without If-Match is refused with 428, and changes nothing',
  { clause: 'A10, RFC 6585 §3', needs: ['put.replaces'] },
  async (context) => {
    const { api, make } = context;
    const { url, body } = await stored(context);
    expect(await api.put(url, make.person())).toBeProblem(428);
    expect(await api.delete(url)).toBeProblem(428);
    expect((await api.get(url)).body).toEqual(body);
  },
);

check(
  'match.stale',
  'a PUT or DELETE with an If-Match that is stale, weak, or only begins like the ETag is refused with 412, and changes nothing',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['etag.changes', 'match.missing'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    const now = await api.put(url, make.person(), { ifMatch: etag });
    for (const ifMatch of [etag, `W/${now.etag}`, `${now.etag?.slice(0, -1)}-old"`]) {
      expect(await api.put(url, make.person(), { ifMatch })).toBeProblem(412);
      expect(await api.delete(url, { ifMatch })).toBeProblem(412);
    }
    expect((await api.get(url)).body).toEqual(now.body);
  },
);

check(
  'match.list',
  'If-Match may be a list, or * for any state',
  { clause: 'A10, RFC 9110 §13.1.1', needs: ['put.replaces'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    expect(await api.put(url, make.person(), { ifMatch: `"other", ${etag} , "another"` })).toHaveStatus(200);
    expect(await api.put(url, make.person(), { ifMatch: '*' })).toHaveStatus(200);
  },
);

check(
  'race.put',
  'of 20 racing PUTs with one ETag exactly one succeeds, and the others get 412',
  { clause: 'A10', needs: ['match.stale'] },
  async (context) => {
    const { api, make } = context;
    const { url, etag } = await stored(context);
    const answers = await Promise.all(times(RACERS, () => api.put(url, make.person(), { ifMatch: etag })));
    expect(countStatuses(answers)).toEqual({ 200: 1, 412: RACERS - 1 });
  },
);

check(
  'delete.gone',
  'DELETE with the ETag answers 204 without a body, the person is gone, and a second DELETE is answered with 404',
  { clause: 'A8', needs: ['etag.value'] },
  async (context) => {
    const { url, etag } = await stored(context);
    const answer = await context.api.delete(url, { ifMatch: etag });
    expect(answer).toHaveStatus(204);
    expect(answer.text).toBe('');
    expect(await context.api.get(url)).toBeProblem(404);
    expect(await context.api.delete(url, { ifMatch: etag })).toBeProblem(404);
  },
);

check(
  'race.delete',
  'of a PUT and 9 DELETEs that race with one ETag exactly one succeeds, and the others get 412 or 404',
  { clause: 'A10', needs: ['race.put', 'delete.gone'] },
  async (context) => {
    const { api, make } = context;
    // Milliseconds by which the PUT, whose body takes longer to read, is ahead: who looks first must not be the last to write.
    for (const ahead of [0, 1, 2, 3, 4, 5]) {
      const { url, etag: ifMatch } = await stored(context);
      const put = api.put(url, make.person(), { ifMatch });
      await pause(ahead);
      const answers = await Promise.all([put, ...times(9, () => api.delete(url, { ifMatch }))]);
      const { 200: replaced = 0, 204: deleted = 0, 404: gone = 0, 412: stale = 0 } = countStatuses(answers);
      expect({ succeeded: replaced + deleted, lost: gone + stale }).toEqual({ succeeded: 1, lost: 9 });
    }
  },
);
