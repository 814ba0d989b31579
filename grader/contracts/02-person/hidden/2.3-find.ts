import { checkpoint, expect } from '../../../src/check.ts';
import { idsOf, itemsOf, shown } from '../../01-address/reading.ts';
import type { PersonContext } from '../world.ts';

const check = checkpoint<PersonContext>('2.3', { hidden: true });

check(
  'filter.ascii',
  'an e-mail address with another letter than of ASCII in capitals is another one: both are taken, and found apart',
  { clause: 'C', needs: ['filter.email', 'unique.post'] },
  async ({ api, make }) => {
    const { email } = make.person();
    const [small, capital] = [`é${email}`, `É${email}`];
    const first = await api.post('/persons', make.person({ email: small }));
    // Whether such letters are allowed at all is not said.
    expect(first).toHaveStatus(201, 422);
    if (first.status === 422) return;
    expect(await api.post('/persons', make.person({ email: capital }))).toHaveStatus(201);
    const found = itemsOf(await api.get(`/persons?email=${encodeURIComponent(small)}`));
    expect(idsOf(found)).toEqual([String(shown(first).id)]);
  },
);
