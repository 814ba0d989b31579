import { setTimeout as pause } from 'node:timers/promises';
import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { begun, ended, holder, newcomer, statusOf, until } from './acting.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.4');

const LEEWAY_SECONDS = 5;
/** For how long the token is taken, at most. */
const GOOD_SECONDS = 2;

check(
  'later.expired',
  'a token that expires meanwhile stops nothing: what was begun with it is undone afterwards',
  { clause: 'E', needs: ['later.succeeds', 'auth.time', 'undo.address'], demands: ['doubles'], waits: true },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('POST /persons', { kind: 'reply', answer: problem(422, { pointers: ['/email'] }) });
    scene.strike('GET /persons', { kind: 'reply', answer: problem(403) });
    const claims = { exp: Math.floor(Date.now() / 1_000) - LEEWAY_SECONDS + GOOD_SECONDS };
    const who = await holder(context, context.make.sub(), { claims });
    const { path } = await begun(context, scene, { holder: who });
    await pause(GOOD_SECONDS * 1_000 + 200);
    scene.heal();
    await until(() => scene.address === undefined, 'The address is still there, though Person answers again');
    const fresh = await holder(context, who.sub);
    expect(statusOf(await ended(fresh, path))).toBe('compensated');
  },
);
