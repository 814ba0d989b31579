import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { newcomer, posted } from './acting.ts';
import { onceFree } from './again.ts';
import { isConsistent } from './durable.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.2');

check(
  'key.last-read',
  'when nothing but the reading at the end fails, the client is told 503, and its next request with this key 201: one person, at one address',
  { clause: 'E', needs: ['key.again', 'read.person-odd'], demands: ['doubles'] },
  async (context) => {
    const scene = newcomer(context);
    scene.strike('GET /persons/{id}', { kind: 'reply', answer: problem(403) });
    const first = await posted(context, scene);
    expect(first.answer).toBeProblem(503);
    scene.heal();
    const { answer } = await onceFree(() => posted(context, scene, first));
    expect(answer).toHaveStatus(201);
    expect({ 'the person lives at the address': isConsistent(scene) }).toEqual({
      'the person lives at the address': true,
    });
  },
);
