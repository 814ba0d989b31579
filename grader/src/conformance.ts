import type { ErrorObject } from 'ajv';
import { type Answer, mediaType } from './answer.ts';
import { pathOf } from './api.ts';
import { checkpointOf, type OperationRule, type ResponseRule } from './openapi.ts';
import type { Check, Exchange, Verdict } from './types.ts';

interface Violation {
  /** From which checkpoint on the contract has the part that is violated. */
  part: string;
  message: string;
}

/** `at`: the checkpoint that answers for it. A fault that only a later check provokes is no fault of the earlier part. */
type Recorded = Violation & { at: string; exchange: Exchange | undefined };

interface Seen {
  asked: boolean;
  exercised: Set<string>;
  /** Proves the positive first: a server that refuses everything conforms to nothing. */
  succeeded: boolean;
  violations: Recorded[];
}

/** Holds every answer of a run against the contract (OpenAPI), whatever check asked for it. */
export class Conformance {
  readonly #rules: OperationRule[];
  readonly #seen: Map<string, Seen>;

  constructor(rules: OperationRule[]) {
    this.#rules = rules;
    this.#seen = new Map(
      rules.map(({ id }) => [id, { asked: false, exercised: new Set(), succeeded: false, violations: [] }]),
    );
  }

  /** `asking` is the checkpoint of the check that made the exchange. */
  observe(answer: Answer, asking: string, exchange?: Exchange): void {
    const path = pathOf(answer.url);
    const rule = this.#rules.find(({ method, pattern }) => method === answer.method && pattern.test(path));
    const seen = rule && this.#seen.get(rule.id);
    if (!rule || !seen) return;
    seen.asked = true;
    const response = rule.responses.get(answer.status);
    const faults = response ? faultsOf(response, answer) : [undocumented(rule, answer)];
    const sound = (checkpoint: string) => !faults.some(({ part }) => part === checkpoint);
    for (const checkpoint of response?.checkpoints ?? []) if (sound(checkpoint)) seen.exercised.add(checkpoint);
    seen.succeeded ||=
      answer.status < successLimit(rule) && response?.checkpoint === rule.checkpoint && sound(rule.checkpoint);
    const at = (part: string) => answerable(rule, part, asking);
    seen.violations.push(...faults.map((fault) => ({ ...fault, at: at(fault.part), exchange })));
  }

  /** Whether anybody has asked for this operation at all. */
  wasAsked(operation: string): boolean {
    return this.#seen.get(operation)?.asked ?? false;
  }

  /** What the answers so far say of one operation at one checkpoint. */
  verdict(operation: string, checkpoint: string): Verdict {
    const seen = this.#seen.get(operation);
    const first = seen?.violations.find((violation) => counts(violation, seen.violations, checkpoint));
    if (first) return { status: 'failed', reason: { message: first.message }, exchange: first.exchange };
    return seen?.succeeded && seen.exercised.has(checkpoint) ? { status: 'passed' } : { status: 'blocked', by: [] };
  }
}

/** One mistake costs one check: what fails at its own checkpoint already is not counted again at a later one. */
function counts({ part, at }: Recorded, all: Recorded[], checkpoint: string): boolean {
  return at === checkpoint && (part === at || !all.some((other) => other.part === part && other.at === part));
}

/** An operation that has no 2xx of its own, such as a log-on, succeeds by redirecting. */
function successLimit({ responses, checkpoint }: OperationRule): number {
  return [...responses].some(([status, response]) => status < 300 && response.checkpoint === checkpoint) ? 300 : 400;
}

/** The first checkpoint with a part in the operation that is as late as both; else its last. */
function answerable({ parts }: OperationRule, checkpoint: string, asking: string): string {
  return parts.find((part) => part >= checkpoint && part >= asking) ?? parts.at(-1) ?? checkpoint;
}

function undocumented(rule: OperationRule, answer: Answer): Violation {
  const documented = [...rule.responses.keys()].join(', ');
  const message = `${asked(answer)} answered ${answer.status}, which the contract does not have (it has ${documented}).`;
  return { part: rule.checkpoint, message };
}

function faultsOf(response: ResponseRule, answer: Answer): Violation[] {
  return [...headerFaults(response, answer), ...bodyFaults(response, answer)];
}

function headerFaults({ headers }: ResponseRule, answer: Answer): Violation[] {
  return headers.flatMap(({ name, required, checkpoint, validate }) => {
    const value = answer.headers[name];
    if (value === undefined && !required) return [];
    if (value !== undefined && validate(value)) return [];
    const fault = value === undefined ? 'is missing' : `is "${value}"`;
    return [{ part: checkpoint, message: `${asked(answer)} → ${answer.status}: the header ${name} ${fault}.` }];
  });
}

function bodyFaults({ mediaTypes, checkpoint }: ResponseRule, answer: Answer): Violation[] {
  if (mediaTypes.size === 0) return [];
  const type = mediaType(answer.headers);
  const validate = mediaTypes.get(type);
  const prefix = `${asked(answer)} → ${answer.status}:`;
  if (!validate) {
    const wanted = [...mediaTypes.keys()].join(' or ');
    return [{ part: checkpoint, message: `${prefix} the media type is "${type}", wanted ${wanted}.` }];
  }
  if (validate(answer.body)) return [];
  return (validate.errors ?? []).map((error) => ({
    part: checkpointOf(error, validate.schema as object) ?? checkpoint,
    message: `${prefix} ${placeOf(error)} ${error.message}.`,
  }));
}

function placeOf({ instancePath }: ErrorObject): string {
  return instancePath === '' ? 'the body' : `the member ${instancePath}`;
}

function asked({ method, url }: Answer): string {
  return `${method} ${pathOf(url)}`;
}

/** One check for each operation and checkpoint that has a part in its description. */
export function conformanceChecks(rules: OperationRule[]): Check[] {
  return rules.flatMap((rule) => rule.parts.map((checkpoint) => conformanceCheck(rule, checkpoint)));
}

function conformanceCheck({ id, method, template }: OperationRule, checkpoint: string): Check {
  return {
    id: `conforms.${id}.${checkpoint}`,
    checkpoint,
    title: `every answer of ${method} ${template} agrees with openapi.yaml as far as checkpoint ${checkpoint}`,
    clause: 'openapi.yaml',
    needs: [],
    hints: 'conforms',
    weight: 1,
    demands: [],
    hidden: false,
    body: () => undefined,
  };
}
