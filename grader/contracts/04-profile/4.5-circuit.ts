import type { Answer } from '../../src/answer.ts';
import { checkpoint, expect } from '../../src/check.ts';
import { problem } from '../../src/doubles/neighbours/answers.ts';
import { countStatuses, shown } from '../01-address/reading.ts';
import { inTurn, resident } from './acting.ts';
import { addressCircuit, countedReads, openCircuit, personCircuit } from './circuits.ts';
import { linked } from './lifecycle.ts';
import { slowReads } from './slow-reads.ts';
import type { ProfileContext } from './world.ts';

const check = checkpoint<ProfileContext>('4.5');
const demands = ['doubles', 'lifecycle'] as const;
const needs = ['read.both'];

const AT_ONCE_MS = 300;

/** A busy machine delays every answer, so they are compared with one that needs no neighbour. */
function expectAtOnce(answers: Answer[], plainMs: number): void {
  const slowest = Math.max(...answers.map(({ durationMs }) => durationMs));
  expect(Math.round(slowest - plainMs)).toBeLessThan(AT_ONCE_MS);
}

check(
  'circuit.opens',
  'after five failed calls in a row no call reaches Person for 0.5 s, and reads are answered with 503 within 0.3 s, however slow the address is',
  { clause: 'E', needs, demands: [...demands], at: 'circuits' },
  async (context) => {
    const [open] = await openCircuit(context);
    expect(countStatuses(open.reads)).toEqual({ 503: 3 });
    expect({ 'calls to Person': open.passed }).toEqual({ 'calls to Person': 0 });
    expectAtOnce(open.reads, open.plainMs);
  },
);

check(
  'circuit.counts',
  'four failed calls in a row do not open the circuit: a success begins the count anew',
  { clause: 'E', needs: ['read.both', 'repeat.read'], demands: [...demands], at: 'circuits' },
  async (context) => {
    const { first, gone } = await countedReads(context);
    expect(countStatuses([...first, ...gone])).toEqual({ 200: 4, 404: 4 });
  },
);

check(
  'circuit.row',
  'a 4xx ends the row of failed calls, as a success does',
  { clause: 'E', needs: ['circuit.counts', 'read.nobody'], demands: [...demands], at: 'circuits' },
  async (context) => {
    const { last } = await countedReads(context);
    expect(countStatuses(last)).toEqual({ 200: 4 });
  },
);

check(
  'circuit.tries',
  'after 1.5 s at the latest the next request tries: its success closes the circuit, and the count begins anew',
  { clause: 'E', needs: ['circuit.opens'], demands: [...demands], at: 'circuits' },
  async (context) => {
    const { triedAfterMs, back } = await personCircuit(context);
    expect({ 'a call': triedAfterMs === undefined ? 'never comes again' : 'comes again' }).toEqual({
      'a call': 'comes again',
    });
    expect(countStatuses(back)).toEqual({ 200: 5 });
  },
);

check(
  'circuit.again',
  'a try that fails opens the circuit again: no call reaches Person for 0.5 s',
  { clause: 'E', needs: ['circuit.tries'], demands: [...demands], at: 'circuits' },
  async (context) => {
    const { again } = await personCircuit(context);
    expect({ 'calls to Person': again.passed }).toEqual({ 'calls to Person': 0 });
  },
);

check(
  'circuit.cut',
  'a connection that is cut is a failed call, and so is a repeat: after five in a row no call for an address reaches Person for 0.5 s',
  { clause: 'E', needs: ['circuit.opens', 'repeat.cut'], demands: [...demands], at: 'circuits' },
  async (context) => {
    const { passed } = await addressCircuit(context);
    expect({ 'calls for the address': passed }).toEqual({ 'calls for the address': 0 });
  },
);

check(
  'circuit.separate',
  'Address has a circuit of its own: while it is open, reads show the person, and the address as unavailable',
  { clause: 'E', needs: ['circuit.cut', 'read.unavailable'], demands: [...demands], at: 'circuits' },
  async (context) => {
    const { reads, plainMs } = await addressCircuit(context);
    expect(countStatuses(reads)).toEqual({ 200: 3 });
    for (const read of reads) expect(shown(read).unavailable).toEqual(['address']);
    expectAtOnce(reads, plainMs);
  },
);

check(
  'circuit.link',
  'a link that fails counts for Person: after five in a row reads are answered with 503, and no call reaches Person for 0.5 s',
  {
    clause: 'E',
    needs: ['circuit.opens', 'repeat.write', 'later.succeeds', 'health.ok'],
    demands: [...demands],
    at: 'lifecycle',
  },
  async (context) => {
    const { reads, passed } = await linked(context);
    expect(countStatuses(reads)).toEqual({ 503: 3 });
    expect({ 'calls to Person': passed }).toEqual({ 'calls to Person': 0 });
  },
);

check(
  'circuit.writes',
  'while a circuit is open, POST, with Prefer: respond-async too, and DELETE are answered with 503 at once, and nothing is begun',
  {
    clause: 'E',
    needs: ['circuit.again', 'circuit.separate', 'delete.tags', 'later.accepted'],
    demands: [...demands],
    at: 'circuits',
  },
  async (context) => {
    for (const { writes, begun, plainMs } of [(await personCircuit(context)).again, await addressCircuit(context)]) {
      for (const answer of writes) expect(answer).toBeProblem(503);
      expect(begun).toEqual([]);
      expectAtOnce(writes, plainMs);
    }
  },
);

check(
  'circuit.late',
  'a call that is late is a failed one: after five in a row no call for an address reaches Person for 0.5 s',
  { clause: 'E', needs: ['circuit.opens', 'slow.address'], demands: [...demands], at: 'repeats' },
  async (context) => {
    const { late } = await slowReads(context);
    expect({ 'calls for the address': late.passed }).toEqual({ 'calls for the address': 0 });
  },
);

check(
  'circuit.refusals',
  'a 4xx is no failure: however many come in a row, the circuit stays closed',
  { clause: 'E', needs: ['circuit.opens', 'read.unavailable'], demands: [...demands], at: 'repeats' },
  // Where other checks read too, a success of theirs would come in between.
  (context) =>
    inTurn(context, 'repeats', async (there) => {
      for (let count = 0; count < 7; count += 1) {
        const { scene, holder, path } = await resident(there);
        scene.strike('GET /persons/{id}/address', {
          kind: 'reply',
          answer: problem(count % 2 === 0 ? 403 : 404),
        });
        await holder.get(path);
      }
      const { holder, path } = await resident(there);
      const answer = await holder.get(path);
      expect(answer).toHaveStatus(200);
      expect(shown(answer).unavailable ?? 'nothing').toBe('nothing');
    }),
);
