import { expect } from '../../src/check.ts';
import type { Scene } from '../../src/doubles/neighbours/scene.ts';

/** Every call about a household bore this trace id. */
export function expectTrace(scene: Scene, traceId: string): void {
  const others = scene
    .calls()
    .map(({ step, headers: { traceparent = 'none' } }) => ({ step, trace: traceparent.slice(3, 35) }))
    .filter(({ trace }) => trace !== traceId);
  expect({ 'calls in another trace': others }).toEqual({ 'calls in another trace': [] });
}

/** Every call about a household bore this token. */
export function expectToken(scene: Scene, wanted: string): void {
  const others = scene
    .calls()
    .map(({ step, headers: { authorization = 'none' } }) => ({ step, authorization }))
    .filter(({ authorization }) => authorization !== wanted);
  expect({ 'calls with another token, or none': others }).toEqual({ 'calls with another token, or none': [] });
}
