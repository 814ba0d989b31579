import { checkpoint, expect } from '../../../src/check.ts';
import { shown } from '../../01-address/reading.ts';
import { holder } from '../acting.ts';
import type { ProfileContext } from '../world.ts';

const check = checkpoint<ProfileContext>('4.1', { hidden: true });

check(
  'read.encoded',
  'an id with reserved characters is one segment of the path of each call',
  { clause: 'A6, RFC 3986 §3.3', needs: ['read.both'], hints: 'read', demands: ['doubles'] },
  async (context) => {
    const { neighbours, make } = context;
    const { person, address } = neighbours.scene(make.household()).draft;
    const home = neighbours.addresses.keep(address);
    const { id, representation } = neighbours.persons.keep(person, home.id, `p/${context.random.text(6)}?é&#`);
    const answer = await (await holder(context, id)).get(`/profiles/${encodeURIComponent(id)}`);
    expect(answer).toHaveStatus(200);
    expect(shown(answer).person).toEqual(representation);
    expect(shown(answer).address).toEqual(home.representation);
  },
);
