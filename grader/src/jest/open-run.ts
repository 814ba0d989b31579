import { randomInt } from 'node:crypto';
import { openCluster } from '@seeka/postgres';
import { Conformance } from '../conformance.ts';
import { deploy } from '../deploy/deploy.ts';
import { loadLab } from '../lab.ts';
import { Run } from '../run.ts';
import { Service } from '../service.ts';
import type { Check, CheckResult, Submission } from '../types.ts';

/** A deployment under check whose checks somebody else executes: Jest, in a student's folder. */
export interface OpenRun extends AsyncDisposable {
  checks: Check[];
  execute(check: Check): Promise<CheckResult>;
}

/** Starts the submission and waits until it is ready. Disposing ends everything. */
export async function openRun(course: string, submission: Submission): Promise<OpenRun> {
  await using opening = new AsyncDisposableStack();
  const { rubric, rules, openWorld } = await loadLab(course, submission.lab);
  const cluster = opening.use(await openCluster());
  const seed = randomInt(1_000_000_000);
  const world = opening.use(await openWorld({ seed, remote: false }));
  const deployment = opening.use(await deploy(submission, { course, cluster, world }));
  const { checks } = rubric;
  const service = new Service(deployment, world, checks);
  await deployment.main.ready();
  const conformance = new Conformance(rules);
  const run = opening.use(new Run({ checks, deployment, service, world, seed, conformance }));
  const opened = opening.move();
  return {
    checks,
    execute: (check) => run.execute(check),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
