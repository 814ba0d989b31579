import { setTimeout } from 'node:timers/promises';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import type { RequestHandler } from 'express';

/** How the service misbehaves, so that one can watch what its clients do. */
export interface Faults {
  /** Each answer comes so much later, at most 60,000. */
  delayMs?: number;
  /** Each answer is a problem with this status, 400–599. */
  status?: number;
  /** Each answer is 200 and JSON, but not what was promised. */
  nonsense?: boolean;
}

interface Rule {
  wanted: string;
  holds(value: unknown): boolean;
}

const rules = new Map<string, Rule>([
  ['delayMs', { wanted: 'must be a whole number from 0 to 60000', holds: wholeWithin(0, 60_000) }],
  ['status', { wanted: 'must be a whole number from 400 to 599', holds: wholeWithin(400, 599) }],
  ['nonsense', { wanted: 'must be true or false', holds: (value) => typeof value === 'boolean' }],
]);

/** The handlers of `/faults`, and `strike`, which goes before whatever shall misbehave. */
export function faultSwitch(): Record<'show' | 'set' | 'clear' | 'strike', RequestHandler> {
  let faults: Faults = {};
  return {
    show: (_request, response) => {
      response.json(faults);
    },
    set: (request, response) => {
      faults = parseFaults(request.body);
      response.json(faults);
    },
    clear: (_request, response) => {
      faults = {};
      response.status(204).end();
    },
    strike: async (_request, response, next) => {
      const { delayMs = 0, status, nonsense } = faults;
      await setTimeout(delayMs);
      if (status) throw new Problem(status, 'This fault was switched on at /faults.');
      if (nonsense) response.json({ candidates: 'many' });
      else next();
    },
  };
}

function parseFaults(body: unknown): Faults {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ pointer: '', detail: 'must be an object' }]);
  }
  const errors = Object.entries(body).flatMap(([name, value]) => {
    const rule = rules.get(name);
    return rule?.holds(value) ? [] : [{ pointer: `/${escaped(name)}`, detail: rule?.wanted ?? 'is not known here' }];
  });
  if (errors.length > 0) throw invalid(errors);
  return body;
}

function invalid(errors: MemberFault[]): Problem {
  return new Problem(422, 'The body breaks a rule.', { errors });
}

/** RFC 6901 §3. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function wholeWithin(low: number, high: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && low <= Number(value) && Number(value) <= high;
}
