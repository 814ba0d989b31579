import { checkpoint, expect } from '../../../src/check.ts';
import { shown } from '../../01-address/reading.ts';
import { linked, stored } from '../stored.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.4', { hidden: true });
const demands = ['doubles'] as const;

check(
  'link.encoded',
  'an address whose id is percent-encoded in its href can be linked',
  { clause: 'A6, C, RFC 3986 §2.1', needs: ['link.set'], demands: [...demands] },
  async (context) => {
    const { api, make, addresses } = context;
    const { id, href } = addresses.keep(`${make.addressId()}%C3%A9%20`);
    const { url } = await stored(context);
    expect(await api.put(`${url}/address`, { href })).toHaveStatus(204);
    expect(shown(await api.get(`${url}/address`)).id).toBe(id);
  },
);

check(
  'link.kept',
  'a PUT or PATCH of a person leaves the link to the address as it is',
  { clause: 'C', needs: ['link.shown', 'put.replaces', 'merge.sets'], demands: [...demands] },
  async (context) => {
    const { api, make } = context;
    const { url, place, address } = await linked(context);
    await api.put(url, make.person(), { ifMatch: '*' });
    expect(shown(await api.get(place)).id).toBe(address.id);
    await api.patch(url, { firstName: 'Kai' }, { type: 'application/merge-patch+json', ifMatch: '*' });
    expect(shown(await api.get(place)).id).toBe(address.id);
  },
);
