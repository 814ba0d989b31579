import { checkpoint, expect } from '../../../src/check.ts';
import type { AddressContext } from '../world.ts';

const check = checkpoint<AddressContext>('1.2', { hidden: true });

check(
  'member.inherited',
  'a member that nobody knows is at fault, whatever its name is',
  { clause: 'A4', needs: ['member.unknown'] },
  async ({ api, make }) => {
    // Each object of JavaScript has members of these names, so that `name in rules` is true.
    for (const name of ['toString', 'constructor', 'hasOwnProperty', '']) {
      const answer = await api.post('/addresses', { ...make.address(), [name]: 'red' });
      expect(answer).toBeProblem(422, { pointers: [`/${name}`] });
    }
  },
);

check(
  'member.null',
  'null for a member that is needed is at fault, and for an optional one no trouble of the service',
  { clause: 'A4, B', needs: ['member.missing'] },
  async ({ api, make }) => {
    for (const member of ['line1', 'city', 'region', 'postalCode']) {
      const answer = await api.post('/addresses', { ...make.address(), [member]: null });
      expect(answer).toBeProblem(422, { pointers: [`/${member}`] });
    }
    for (const member of ['line2', 'country']) {
      expect(await api.post('/addresses', { ...make.address(), [member]: null })).toHaveStatus(201, 422);
    }
  },
);
