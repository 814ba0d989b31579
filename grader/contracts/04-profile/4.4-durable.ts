import { checkpoint, expect } from '../../src/check.ts';
import type { Scene } from '../../src/doubles/neighbours/scene.ts';
import { statusOf } from './acting.ts';
import type { Moment, Plot } from './durable.ts';
import { plotOf } from './lifecycle.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.4');
const demands = ['doubles', 'lifecycle'] as const;

function left({ person, address }: Scene) {
  return { person: person ?? 'none', address: address ?? 'none' };
}

/** How an operation ended, and what the neighbours keep of it. */
function outcome({ end, scene, settled }: Plot) {
  const status = end && statusOf(end);
  return {
    'the operation': ['succeeded', 'failed', 'compensated'].includes(String(status))
      ? 'has ended'
      : (status ?? 'is lost'),
    'person and address': settled ? 'agree' : { ...left(scene), 'when the time was over': 'did not agree' },
  };
}

const sound = { 'the operation': 'has ended', 'person and address': 'agree' };

for (const [name, what, moments, how = ''] of [
  ['person', 'of POST /persons', ['person made', 'person not made'], ', whatever 5xx come at first'],
  ['link', 'of the link', ['link made', 'link not made']],
  ['undo', 'of an undo', ['person undone', 'address not undone']],
] as [string, string, Moment[], string?][]) {
  check(
    `durable.${name}`,
    `killed in the middle ${what}, the service ends the operation after its restart: one person at one address, or nobody and nothing${how}`,
    {
      clause: 'E, A16',
      needs: ['later.succeeds', 'undo.reverse', 'health.ok'],
      demands: [...demands],
      at: 'lifecycle',
    },
    async (context) => {
      for (const moment of moments) {
        expect({ [moment]: outcome(await plotOf(context, moment)) }).toEqual({ [moment]: sound });
      }
    },
  );
}

check(
  'durable.address',
  'killed in the middle of POST /addresses, the service ends the operation after its restart; the address in doubt stays',
  { clause: 'E, A16', needs: ['later.succeeds', 'undo.known', 'health.ok'], demands: [...demands], at: 'lifecycle' },
  async (context) => {
    for (const moment of ['address made', 'address not made'] as const) {
      expect({ [moment]: outcome(await plotOf(context, moment)) }).toEqual({ [moment]: sound });
    }
    const { scene } = await plotOf(context, 'address made');
    expect({ 'the address in doubt': scene.address ? 'is there' : 'is gone' }).toEqual({
      'the address in doubt': 'is there',
    });
  },
);

check(
  'durable.awaited',
  'killed while a client waits for the 201, the service ends the operation after its restart, as if nobody had waited',
  { clause: 'E, A16', needs: ['durable.person', 'durable.link'], demands: [...demands], at: 'lifecycle' },
  async (context) => {
    for (const moment of ['person made while a client waits', 'link not made while a client waits'] as const) {
      const { 'person and address': left } = outcome(await plotOf(context, moment));
      expect({ [moment]: left }).toEqual({ [moment]: 'agree' });
    }
  },
);

check(
  'durable.refused',
  'a step that is refused only after the restart is undone: the address whose 201 had come is deleted',
  { clause: 'E, A16', needs: ['durable.person', 'durable.undo'], demands: [...demands], at: 'lifecycle' },
  async (context) => {
    const plot = await plotOf(context, 'person refused');
    expect(outcome(plot)).toEqual(sound);
    expect({ 'the address': plot.scene.address ? 'is there' : 'is gone' }).toEqual({ 'the address': 'is gone' });
    expect(plot.end && statusOf(plot.end)).toBe('compensated');
  },
);

check(
  'durable.delete',
  'killed in the middle of a DELETE, the service clears up after its restart: person and address are gone',
  { clause: 'E, A16', needs: ['delete.first', 'health.ok'], demands: [...demands], at: 'lifecycle' },
  async (context) => {
    for (const moment of ['person deleted', 'address not deleted'] as const) {
      const { scene, settled } = await plotOf(context, moment);
      const left = { person: scene.person ?? 'gone', address: scene.address ?? 'gone', 'in time': settled };
      expect({ [moment]: left }).toEqual({ [moment]: { person: 'gone', address: 'gone', 'in time': true } });
    }
  },
);
