import { checkpoint, expect } from '../../src/check.ts';
import { holder, resident } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.1');
const demands = ['doubles'] as const;

check(
  'owner.other',
  'the profile of somebody else, whose sub may differ in case alone or go on, is answered with 404, as if it were not there, to HEAD too',
  { clause: 'E, OWASP API1:2023', needs: ['read.both'], demands: [...demands] },
  async (context) => {
    const { path, holder: who } = await resident(context);
    const other = await resident(context);
    const alike = [who.sub.toUpperCase(), `${who.sub}1`, who.sub.slice(0, -1)].map((sub) => holder(context, sub));
    for (const somebody of [other.holder, ...(await Promise.all(alike))]) {
      expect(await somebody.get(path)).toBeProblem(404);
      expect(await somebody.head(path)).toHaveStatus(404);
    }
    expect(await who.get(path)).toHaveStatus(200);
  },
);

check(
  'owner.odd',
  'an unknown id, however odd, is answered with 404',
  { clause: 'A6', needs: ['owner.other'], demands: [...demands] },
  async (context) => {
    const { holder: who } = await resident(context);
    for (const id of ['none', '%00', '%F0%9F%8F%A0', 'a%2Fb', '..%2Faddresses', 'x'.repeat(10_000)]) {
      expect(await who.get(`/profiles/${id}`)).toBeProblem(404);
    }
  },
);
