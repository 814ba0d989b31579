import { checkpoint, expect } from '../../src/check.ts';
import { begun, ended, failOnce, holder, newcomer, statusOf } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.4');

check(
  'later.expired',
  'a token that expires meanwhile stops nothing: the operation ends as succeeded',
  { clause: 'E', needs: ['later.succeeds', 'auth.time', 'refused.otherwise'], demands: ['doubles'], waits: true },
  async (context) => {
    const scene = newcomer(context);
    const steps = ['POST /addresses', 'POST /persons', 'PUT /persons/{id}/address'] as const;
    for (const step of steps) failOnce(scene, step, 500);
    // Taken for two seconds more at most.
    const claims = { exp: Math.floor(Date.now() / 1_000) - 3 };
    const who = await holder(context, context.make.sub(), { claims });
    const { path } = await begun(context, scene, { holder: who });
    const reader = await holder(context, who.sub);
    expect(statusOf(await ended(reader, path))).toBe('succeeded');
  },
);
