import { checkpoint, expect } from '../../src/check.ts';
import { shown, times } from '../01-address/reading.ts';
import { on, resident } from './acting.ts';
import { slowReads } from './slow-reads.ts';
import { keyless } from './slow-writes.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.1');
const needs = ['read.both'];
const demands = ['doubles', 'lifecycle'] as const;

/** A client has its answer within 4 s; a second more for a busy machine. */
const PATIENCE_MS = 5_000;

check(
  'keys.away',
  'while no key set is to be had, requests with a token are answered with 503, and afterwards as usual',
  { clause: 'E', needs, demands: [...demands], at: 'writes' },
  async (context) => {
    const { away, back } = await keyless(context);
    expect(away).toBeProblem(503);
    expect(back).toHaveStatus(200);
  },
);

check(
  'keys.slow',
  'a key set that does not come within 2 s, headers and body together, is not waited for: 503',
  { clause: 'E, A18', needs: ['keys.away'], demands: [...demands], at: 'writes' },
  async (context) => {
    const { slow } = await keyless(context);
    expect(slow).toBeProblem(503);
    expect(slow.durationMs).toBeLessThan(PATIENCE_MS);
  },
);

check(
  'keys.kept',
  'the key set is kept: further requests do not fetch it again; the call for it carries no traceparent',
  { clause: 'E', needs: ['keys.away'], demands: [...demands], at: 'writes' },
  async (context) => {
    await keyless(context);
    // Nobody sends this instance a token of which the key is unknown.
    const there = await on(context, 'writes');
    const residents = await Promise.all(times(6, () => resident(there)));
    const read = async (who = residents.pop()) => who && expect(await who.holder.get(who.path)).toHaveStatus(200);
    await read();
    const fetched = context.keySets.calls('writes').length;
    while (residents.length > 0) await read();
    expect({ 'fetched once more': context.keySets.calls('writes').length - fetched }).toEqual({
      'fetched once more': 0,
    });
    const traces = context.keySets.calls('writes').map(({ headers }) => headers.traceparent ?? 'none');
    expect([...new Set(traces)]).toEqual(['none']);
  },
);

check(
  'slow.read',
  'when Person does not answer within 2 s, the profile is answered with 503 within 4 s, and others are not held up',
  { clause: 'A18, E', needs, demands: [...demands], at: 'repeats' },
  async (context) => {
    const { person, other } = await slowReads(context);
    expect(person).toBeProblem(503);
    expect(person.durationMs).toBeLessThan(PATIENCE_MS);
    expect(other).toHaveStatus(200);
    // Both were asked at once.
    expect(other.durationMs).toBeLessThan(person.durationMs);
  },
);

check(
  'slow.address',
  'when the address does not come within 2 s, headers and body together, it is unavailable, and the person is shown within 4 s',
  { clause: 'A18, E', needs: ['read.unavailable'], demands: [...demands], at: 'repeats' },
  async (context) => {
    const { address, half } = await slowReads(context);
    for (const answer of [address, half]) {
      expect(answer).toHaveStatus(200);
      expect(shown(answer).unavailable).toEqual(['address']);
      expect(answer.durationMs).toBeLessThan(PATIENCE_MS);
    }
  },
);

check(
  'health.neighbours',
  'the state of the neighbours does not count for /health',
  { clause: 'A1', needs: ['health.ok'], demands: [...demands], at: 'repeats' },
  async (context) => {
    const { person, health } = await slowReads(context);
    for (const answer of health) {
      expect(answer).toHaveStatus(200);
      expect(answer.durationMs).toBeLessThan(person.durationMs);
    }
  },
);
