import { reportOf } from '../../src/report.ts';
import type { Check, CheckResult, Rubric } from '../../src/types.ts';

const rubric = { lab: '01-address', title: 'Address', checkpoints: [{ id: '1.1', title: '', points: 100 }], hints: {} };

function result(id: string, status: 'passed' | 'failed', at?: string, pressed?: boolean): CheckResult {
  const check = { id, checkpoint: '1.1', weight: 1, needs: [], at, hints: 'x' } as unknown as Check;
  const verdict = status === 'passed' ? { status } : { status, reason: { message: 'wrong' } };
  return { check, verdict, durationMs: 0, ...(pressed ? { pressed } : {}) };
}

function pressedOf(results: CheckResult[]): string[] | undefined {
  return reportOf({
    submission: { kind: 'folder', lab: '01-address', folder: '/mine' },
    rubric: rubric as unknown as Rubric,
    ...{ seed: 1, began: { at: new Date(), ms: 0 }, results, notStarted: undefined, sandbox: 'none' },
  }).pressed;
}

test('where the machine was late for one check, every failure at that instance may be its fault', () => {
  const others = [result('read', 'failed'), result('list', 'passed'), result('circuit', 'failed', 'circuits')];
  expect(pressedOf([result('slow', 'failed', undefined, true), ...others])).toEqual(['slow', 'read']);
  expect(pressedOf(others)).toBeUndefined();
});
