import { checkpoint, expect } from '../../../src/check.ts';
import { created, newcomer } from '../acting.ts';
import { oddlyNamed } from '../odd-home.ts';
import type { ProfileContext } from '../world.ts';

const check = checkpoint<ProfileContext>('4.2', { hidden: true });

check(
  'create.encoded',
  'an id of an address with reserved characters is one segment of the href of the link',
  { clause: 'E, RFC 3986 §3.3', needs: ['create.order'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    const id = oddlyNamed(context, scene);
    await created(context, {}, scene);
    expect(scene.person?.addressId ?? 'not linked').toBe(id);
  },
);
