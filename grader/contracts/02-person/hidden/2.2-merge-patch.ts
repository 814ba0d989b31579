import { checkpoint, expect } from '../../../src/check.ts';
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
