import { checkpoint, expect } from '../../../src/check.ts';
import { json, problem } from '../../../src/doubles/neighbours/answers.ts';
import { newcomer, posted, until } from '../acting.ts';
import { oddlyNamed } from '../odd-home.ts';
import type { ProfileContext } from '../world.ts';

const check = checkpoint<ProfileContext>('4.3', { hidden: true });
const demands = ['doubles'] as const;

check(
  'undo.asked',
  'before the address is deleted, Person is asked who lives there',
  { clause: 'E', needs: ['undo.reverse', 'undo.shared'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('PUT /persons/{id}/address', { kind: 'reply', answer: problem(422, { pointers: ['/href'] }) });
    await posted(context, scene);
    await until(() => scene.address === undefined, 'The address is still there');
    const order = scene.calls('GET /persons', 'DELETE /addresses/{id}').map(({ step }) => step);
    expect(order[0]).toBe('GET /persons');
  },
);

check(
  'undo.nobody-else',
  'while Person cannot say who lives at the address, or shows no list, it is not deleted: Person is asked again first',
  { clause: 'E', needs: ['undo.shared'], demands: [...demands], waits: true },
  async (context) => {
    const inTheirOwnTime = [problem(403), problem(404), json(200, {})].map(async (answer) => {
      const scene = newcomer(context);
      scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
      scene.strike('GET /persons', { kind: 'reply', answer }, { times: 1 });
      await posted(context, scene);
      await until(() => scene.address === undefined, 'The address is still there, though Person answers again');
      const asked = scene.calls('GET /persons', 'DELETE /addresses/{id}').map(({ step }) => step);
      expect(asked.slice(0, 2)).toEqual(['GET /persons', 'GET /persons']);
    });
    await Promise.all(inTheirOwnTime);
  },
);

check(
  'undo.encoded',
  'an id of an address with reserved characters is one value of the query, and one segment of the path, in an undo',
  { clause: 'E, RFC 3986 §3.3', needs: ['undo.reverse', 'undo.shared'], demands: [...demands] },
  async (context) => {
    const scene = newcomer(context);
    oddlyNamed(context, scene);
    scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
    await posted(context, scene);
    await until(() => scene.address === undefined, 'The address is still there');
    const [first] = scene.calls('GET /persons', 'DELETE /addresses/{id}').map(({ step }) => step);
    expect({ 'asked first, about this address': first }).toEqual({ 'asked first, about this address': 'GET /persons' });
  },
);
