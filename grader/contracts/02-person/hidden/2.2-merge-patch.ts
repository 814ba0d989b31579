import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../../src/check.ts';
import { countStatuses, shown, times } from '../../01-address/reading.ts';
import { stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.2', { hidden: true });
const type = 'application/merge-patch+json';

check(
  'merge.object',
  'an object or a list for a member that is a text is at fault in a patch',
  { clause: 'A4, RFC 7396 §2', needs: ['merge.sets', 'member.type'] },
  async (context) => {
    const { url, etag: ifMatch, body } = await stored(context);
    for (const value of [{}, { value: 'Ana' }, ['Ana'], [], 7, true]) {
      const answer = await context.api.patch(url, { firstName: value }, { type, ifMatch });
      expect(answer).toBeProblem(422, { pointers: ['/firstName'] });
    }
    expect((await context.api.get(url)).body).toEqual(body);
  },
);

check(
  'merge.birth-date',
  'a birthDate in a patch that is no day of the calendar, or is in the future, is at fault',
  { clause: 'C', needs: ['merge.sets', 'member.birth-date'] },
  async (context) => {
    const { url, etag: ifMatch } = await stored(context);
    // Two days on: the clock of a service elsewhere may be off.
    const future = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    for (const birthDate of ['2001-02-29', future]) {
      const answer = await context.api.patch(url, { birthDate }, { type, ifMatch });
      expect(answer).toBeProblem(422, { pointers: ['/birthDate'] });
    }
  },
);

check(
  'merge.blank',
  'an empty text in a patch removes no optional member: it is at fault',
  { clause: 'C', needs: ['merge.removes', 'member.phone', 'member.birth-date'] },
  async (context) => {
    const { url, etag: ifMatch, body } = await stored(context, context.make.person({ phone: '+12125550100' }));
    for (const member of ['phone', 'birthDate']) {
      const answer = await context.api.patch(url, { [member]: '' }, { type, ifMatch });
      expect(answer).toBeProblem(422, { pointers: [`/${member}`] });
    }
    expect((await context.api.get(url)).body).toEqual(body);
  },
);

check(
  'merge.spelling',
  'a PATCH in which the own e-mail address has other capitals shows it as it was sent',
  { clause: 'C', needs: ['merge.taken', 'put.spelling'] },
  async (context) => {
    const { url, draft, etag: ifMatch } = await stored(context);
    const email = draft.email.toUpperCase();
    await context.api.patch(url, { email }, { type, ifMatch });
    expect(shown(await context.api.get(url)).email).toBe(email);
  },
);

check(
  'merge.absent',
  'null in a patch for an optional member that is absent is fine',
  { clause: 'RFC 7396 §2', needs: ['merge.removes'] },
  async (context) => {
    const { url, etag: ifMatch } = await stored(context);
    const answer = await context.api.patch(url, { phone: null, birthDate: null }, { type, ifMatch });
    expect(answer).toHaveStatus(200);
  },
);

check(
  'merge.large',
  'a patch of 150 kB is refused with 413',
  { clause: 'A2', needs: ['merge.sets', 'body.large'], hints: 'body' },
  async (context) => {
    const { url, etag: ifMatch } = await stored(context);
    const patch = `{${' '.repeat(150_000)}"phone":"+12125550100"}`;
    expect(await context.api.patch(url, patch, { type, ifMatch })).toBeProblem(413);
  },
);

check(
  'merge.body',
  'charset=utf-8 beside the media type of a patch is fine, and so are 90 kB; an empty patch, or one not in UTF-8, is refused with 400',
  { clause: 'A2', needs: ['merge.sets', 'merge.no-object', 'body.charset', 'body.utf8', 'body.ninety'], hints: 'body' },
  async (context) => {
    const { api } = context;
    const { url, body, etag: ifMatch } = await stored(context);
    for (const bytes of ['', Buffer.from('{"firstName":"Jos\xe9"}', 'latin1')]) {
      expect(await api.patch(url, bytes, { type, ifMatch })).toBeProblem(400);
    }
    expect((await api.get(url)).body).toEqual(body);
    const large = `{${' '.repeat(90_000)}"phone":"+12125550100"}`;
    expect(await api.patch(url, large, { type: `${type}; charset=utf-8`, ifMatch })).toHaveStatus(200);
  },
);

check(
  'merge.beside',
  'an unknown member that is null is at fault beside others, too, whatever its name, and none of them is set',
  { clause: 'A4, C', needs: ['merge.unknown-null'] },
  async (context) => {
    const { url, etag: ifMatch, body } = await stored(context);
    for (const member of ['colour', 'constructor', 'toString']) {
      const answer = await context.api.patch(url, { firstName: 'Kai', [member]: null }, { type, ifMatch });
      expect(answer).toBeProblem(422, { pointers: [`/${member}`] });
    }
    expect((await context.api.get(url)).body).toEqual(body);
  },
);

check(
  'merge.updated',
  'a PATCH that changes something moves updatedAt forward',
  { clause: 'C', needs: ['merge.sets', 'put.updated'], waits: true },
  async (context) => {
    const { url, etag: ifMatch, body } = await stored(context);
    // A service may keep whole seconds.
    await pause(1_050);
    const { updatedAt } = shown(await context.api.patch(url, { phone: '+12' }, { type, ifMatch }));
    expect(Date.parse(String(updatedAt))).toBeGreaterThan(Date.parse(String(body.updatedAt)));
  },
);

check(
  'race.members',
  'of two PATCHes that race with If-Match: * neither undoes what the other has set',
  { clause: 'C, RFC 7396 §1', needs: ['merge.match', 'race.patch'] },
  async (context) => {
    const { url } = await stored(context);
    for (const phone of ['+1201', '+1202', '+1203', '+1204', '+1205', '+1206']) {
      const patches = [{ phone }, { firstName: `Kai ${phone}` }];
      const ask = (patch: object) => context.api.patch(url, patch, { type, ifMatch: '*' });
      const answers = await Promise.all(patches.map(ask));
      // Whoever finds the person changed by the other may say so.
      for (const answer of answers) expect(answer).toHaveStatus(200, 412);
      const made = patches.filter((_, index) => answers[index]?.status === 200);
      expect((await context.api.get(url)).body).toMatchObject(Object.assign({}, ...made));
    }
  },
);

check(
  'race.email',
  'of persons who race by PUT and PATCH for one e-mail address one gets it, and the others are refused with 409',
  { clause: 'C', needs: ['merge.taken', 'unique.race'] },
  async (context) => {
    const { api, make } = context;
    for (const { email } of make.family(3)) {
      const people = await Promise.all(times(6, () => stored(context)));
      const answers = people.map(({ url, draft, etag: ifMatch }, index) =>
        index % 2
          ? api.patch(url, { email }, { type, ifMatch })
          : api.put(url, { ...draft, email: email.toUpperCase() }, { ifMatch }),
      );
      expect(countStatuses(await Promise.all(answers))).toEqual({ 200: 1, 409: 5 });
    }
  },
);
