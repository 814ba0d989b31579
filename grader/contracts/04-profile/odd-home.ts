import { json } from '../../src/doubles/neighbours/answers.ts';
import type { Scene } from '../../src/doubles/neighbours/scene.ts';
import type { Context } from './acting.ts';

/** A household of which Address makes an address whose id has reserved characters; that id. */
export function oddlyNamed({ neighbours, random }: Context, scene: Scene): string {
  const { id, etag, representation } = neighbours.addresses.keep(scene.draft.address, `a/${random.text(6)}?&#`);
  const location = `/addresses/${encodeURIComponent(id)}`;
  const answer = json(201, representation, { etag, location });
  scene.strike('POST /addresses', { kind: 'reply', answer }, { times: 1 });
  return id;
}

/** A household of which Person makes a person whose id has reserved characters. */
export function oddPerson({ neighbours, random }: Context, scene: Scene): void {
  const { person } = scene.draft;
  const { id, etag, representation } = neighbours.persons.keep(person, undefined, `p/${random.text(6)}?&#`);
  const answer = json(201, representation, { etag, location: `/persons/${encodeURIComponent(id)}` });
  scene.strike('POST /persons', { kind: 'reply', answer }, { times: 1 });
}
