import type { Scene } from '../../src/doubles/neighbours/scene.ts';
import { type Context, resident, tagIn, until } from './acting.ts';

/** A resident, and the ETag of the profile. */
export async function read(context: Context) {
  const lives = await resident(context);
  return { ...lives, etag: tagIn(await lives.holder.get(lives.path)) };
}

/** What the neighbours keep. */
export function kept({ person, address }: Scene) {
  return { person: person ? 'is there' : 'is gone', address: address ? 'is there' : 'is gone' };
}

export const both = { person: 'is there', address: 'is there' };

/** Another profile deleted, and its address: by then an earlier one has been too. */
export async function another(context: Context): Promise<void> {
  const { scene, holder, path } = await resident(context);
  await holder.delete(path, { ifMatch: '*' });
  await until(() => scene.address === undefined, 'The address of another profile is still there');
}

/** A DELETE that reaches Person right after somebody else has been there. */
export async function deletedAfter(context: Context, change: (personId: string) => void) {
  const { scene, holder, path, etag } = await read(context);
  const held = scene.hold('DELETE /persons/{id}');
  const answered = holder.delete(path, { ifMatch: etag });
  await Promise.race([held.arrived, answered]);
  change(scene.person.id);
  held.release();
  return { scene, answer: await answered };
}
