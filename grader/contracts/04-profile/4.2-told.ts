import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import type { Step } from '../../src/doubles/neighbours/scene.ts';
import { leaks } from '../01-address/leaks.ts';
import { calm, newcomer, posted, resident } from './acting.ts';
import { lost } from './lifecycle.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.2');
const demands = ['doubles'] as const;

check(
  'problem.plain',
  'what is told of a neighbour that fails shows no stack trace, no SQL and no path of a file',
  { clause: 'A3', needs: ['read.person-odd', 'refused.otherwise'], demands: [...demands], hints: 'problem' },
  async (context) => {
    const { scene, holder, path } = await resident(context);
    scene.strike('GET /persons/{id}', { kind: 'body', text: '<html>' });
    expect((await holder.get(path)).text).not.toMatch(leaks);
    await calm(context);
    const refused = newcomer(context);
    refused.strike('POST /addresses', { kind: 'reply', answer: problem(403) });
    expect((await posted(context, refused)).answer.text).not.toMatch(leaks);
  },
);

check(
  'refused.bare',
  'when a neighbour refuses with 422 and names no member, the answer is 422, too',
  { clause: 'E', needs: ['refused.address', 'refused.person'], demands: [...demands] },
  async (context) => {
    for (const step of ['POST /addresses', 'POST /persons'] satisfies Step[]) {
      const scene = newcomer(context);
      scene.strike(step, { kind: 'reply', answer: problem(422) });
      expect((await posted(context, scene)).answer).toBeProblem(422);
    }
  },
);

check(
  'down.database',
  'while the database is away, POST is answered with 503, without a call, a stack trace or SQL',
  {
    clause: 'A3, E',
    needs: ['health.lost', 'create.status'],
    demands: ['doubles', 'lifecycle'],
    at: 'lifecycle',
    hints: 'health',
  },
  async (context) => {
    const { answer, scene } = (await lost(context)).created;
    expect(answer).toBeProblem(503);
    expect(answer.text).not.toMatch(leaks);
    expect(scene.calls()).toEqual([]);
  },
);
