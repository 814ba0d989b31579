import limit from 'p-limit';
import { Transcript } from './answer.ts';
import { Api } from './api.ts';
import type { Conformance } from './conformance.ts';
import { type Attributed, attributed } from './doubles/mentions.ts';
import { type Peer, printedSince } from './exchange.ts';
import { Pulse } from './pulse.ts';
import { randomFor } from './random.ts';
import { ContractBroken, GraderFault, messageOf, reasonOf } from './reason.ts';
import type { Service } from './service.ts';
import { trafficOf } from './traffic.ts';
import type { Check, CheckResult, Deployment, Verdict, World } from './types.ts';

export interface RunParts {
  checks: Check[];
  deployment: Deployment;
  service: Service;
  world: World;
  conformance: Conformance;
  seed: number;
  /** How late the grader may be before the machine is to blame; 100 ms by default. */
  heldUpMs?: number | undefined;
  onResult?(result: CheckResult): void;
}

/** One try of a check, with its own view of the service. */
interface Try {
  check: Check;
  attempt: number;
  service: Service;
}

/** How many checks ask at once. More would measure the machine's load instead of the service. */
const SIDE_BY_SIDE = 16;
/** The longest honest check kills, restarts and waits for 6 s on a machine of its own; a busy one takes several times as long. */
const CHECK_TIME_MS = 30_000;
/** How often a check is tried on a machine that holds the grader up. */
const ATTEMPTS = 3;

/** One run of some checks against one deployment. Each check may be executed once, in any order. */
export class Run implements Disposable {
  readonly #parts: RunParts;
  readonly #results = new Map<string, PromiseWithResolvers<CheckResult>>();
  readonly #slots = limit(SIDE_BY_SIDE);
  readonly #pulse: Pulse;
  /** Ids of checks that never had the machine's time. */
  readonly #pressed = new Set<string>();
  readonly #began = performance.now();

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#pulse = new Pulse(parts.heldUpMs);
    for (const { id } of parts.checks) this.#results.set(id, Promise.withResolvers());
  }

  [Symbol.dispose](): void {
    this.#pulse[Symbol.dispose]();
  }

  /** Waits for what the check needs, tries it, and says how it went. Never rejects. */
  async execute(check: Check): Promise<CheckResult> {
    const start = performance.now();
    const verdict = await this.#verdict(check).catch(faulted);
    const durationMs = performance.now() - start;
    const result = { check, verdict, durationMs, ...(this.#pressed.has(check.id) ? { pressed: true } : {}) };
    this.#results.get(check.id)?.resolve(result);
    this.#parts.onResult?.(result);
    return result;
  }

  async #verdict(check: Check): Promise<Verdict> {
    if (this.#parts.deployment.sandbox === 'remote' && check.demands.length > 0) {
      return { status: 'not applicable', demands: check.demands };
    }
    if (check.clause === 'openapi.yaml') return this.#conformance(check);
    const failed = await this.#failedNeeds(check);
    if (failed.length > 0) return { status: 'blocked', by: failed };
    // At an instance of their own checks wait more than they ask, for their turn or for a neighbour; elsewhere they say so.
    return check.at || check.waits ? this.#attempt(check) : this.#slots(() => this.#attempt(check));
  }

  async #failedNeeds(check: Check): Promise<string[]> {
    const needed = await Promise.all(check.needs.map((need) => this.#results.get(need)?.promise));
    const failed = needed.flatMap((result) => (result ? rootsOf(result) : []));
    return [...new Set(failed)];
  }

  async #conformance(check: Check): Promise<Verdict> {
    const others = this.#parts.checks.filter(({ clause }) => clause !== 'openapi.yaml');
    const results = await Promise.all(others.map(({ id }) => this.#results.get(id)?.promise));
    const [, operation = '', ...checkpoint] = check.id.split('.');
    const verdict = this.#parts.conformance.verdict(operation, checkpoint.join('.'));
    if (verdict.status !== 'blocked') return verdict;
    const { conformance, deployment } = this.#parts;
    if (deployment.sandbox === 'remote' && !conformance.wasAsked(operation)) {
      return { status: 'not applicable', demands: ['lifecycle'] };
    }
    const own = results.filter((result) => result?.check.checkpoint === check.checkpoint);
    return { status: 'blocked', by: [...new Set(own.flatMap((result) => (result ? rootsOf(result) : [])))] };
  }

  /** Tries a check; again, with other data, when it failed while the machine held the grader up. */
  async #attempt(check: Check, attempt = 1): Promise<Verdict> {
    const service = this.#parts.service.onTry(attempt);
    const verdict = await this.#try({ check, attempt, service });
    if (verdict.status === 'passed' || !this.#pulse.heldUpSince(service.since)) return verdict;
    if (attempt < ATTEMPTS) return this.#attempt(check, attempt + 1);
    this.#pressed.add(check.id);
    return verdict;
  }

  async #try(one: Try): Promise<Verdict> {
    const transcript = new Transcript();
    const timer = AbortSignal.timeout(CHECK_TIME_MS);
    const since = performance.now();
    const { context, calls } = this.#contextFor(one, transcript, timer);
    try {
      await Promise.race([one.check.body(context as never), overtime(timer)]);
      return { status: 'passed' };
    } catch (error) {
      const verdict = judge(error, transcript);
      if (verdict.status !== 'failed') return verdict;
      const traffic = trafficOf(transcript.exchanges, calls(), { began: this.#began, since });
      return traffic.length > 0 ? { ...verdict, calls: traffic } : verdict;
    }
  }

  #contextFor({ check, attempt, service }: Try, transcript: Transcript, signal: AbortSignal): Attributed {
    const { deployment, world, conformance, seed } = this.#parts;
    const random = randomFor(seed, attempt === 1 ? check.id : `${check.id} ${attempt}`);
    const { context, calls } = attributed(world.contextFor({ id: check.id, random }));
    const observe: Peer['observe'] = (answer, exchange) => conformance.observe(answer, check.checkpoint, exchange);
    const api = new Api({ instance: deployment.main, transcript, observe, signal, began: this.#began });
    return { context: { ...context, api, service, random }, calls };
  }
}

/** The checks that a result hangs on when it is not a pass. */
function rootsOf({ check, verdict }: CheckResult): string[] {
  if (verdict.status === 'blocked') return verdict.by.length > 0 ? verdict.by : [check.id];
  return verdict.status === 'failed' || verdict.status === 'faulted' ? [check.id] : [];
}

function judge(error: unknown, transcript: Transcript): Verdict {
  const exchange = transcript.about(error);
  // Anything odd that happens after an answer is what the answer's form led to, so that nobody can
  // turn a zero into "the grader's fault" by answering in a form that no check expects.
  const answered = transcript.exchanges.some(({ response }) => response);
  const students = error instanceof ContractBroken || isNotStarted(error) || isAssertion(error) || answered;
  if (error instanceof GraderFault || !students) {
    return { status: 'faulted', error: (error as Error).stack ?? messageOf(error) };
  }
  const log = exchange ? printedSince.get(exchange)?.().slice(-2_000) : undefined;
  return { status: 'failed', reason: reasonOf(error), ...(exchange ? { exchange } : {}), ...(log ? { log } : {}) };
}

function faulted(error: unknown): Verdict {
  return { status: 'faulted', error: messageOf(error) };
}

function isAssertion(error: unknown): boolean {
  return 'matcherResult' in (error as object) || messageOf(error).startsWith('Property failed');
}

function isNotStarted(error: unknown): boolean {
  return (error as Error).name === 'NotStarted';
}

function overtime(timer: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    timer.addEventListener('abort', () =>
      reject(new ContractBroken(`This took longer than ${CHECK_TIME_MS / 1000} s.`)),
    );
  });
}
