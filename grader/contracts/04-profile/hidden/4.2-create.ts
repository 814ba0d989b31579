import { checkpoint, expect } from '../../../src/check.ts';
import { created, newcomer } from '../acting.ts';
import { oddlyNamed, oddPerson } from '../odd-home.ts';
import type { ProfileContext } from '../world.ts';

const check = checkpoint<ProfileContext>('4.2', { hidden: true });

check(
  'create.encoded',
  'an id with reserved characters is one segment: of the href of the link, of the paths of the calls, and of the Location',
  { clause: 'E, RFC 3986 §3.3', needs: ['create.order'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    const id = oddlyNamed(context, scene);
    await created(context, {}, scene);
    expect(scene.person?.addressId ?? 'not linked').toBe(id);
    const other = newcomer(context);
    oddPerson(context, other);
    const { holder, path } = await created(context, {}, other);
    expect(other.person?.addressId ?? 'not linked').toBe(other.address?.id);
    expect(await holder.get(path)).toHaveStatus(200);
  },
);
