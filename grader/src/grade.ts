import { randomInt } from 'node:crypto';
import { type Cluster, openCluster } from '@seeka/postgres';
import { Conformance } from './conformance.ts';
import type { Addresses } from './deploy/addresses.ts';
import { deploy } from './deploy/deploy.ts';
import type { LocalSandbox } from './deploy/walls.ts';
import { runChecks } from './engine.ts';
import { assertOwned, OwnershipError } from './evidence/ownership.ts';
import { type Lab, loadLab } from './lab.ts';
import type { PackageOptions } from './packages/packages.ts';
import { reportOf } from './report.ts';
import { only, through } from './rubric.ts';
import { Service } from './service.ts';
import type { CheckResult, Deployment, Report, Rubric, Submission, World } from './types.ts';

export interface GradeOptions {
  /** The same seed replays the same run; a fresh one by default. */
  seed?: number;
  /** Grade no further than this checkpoint. */
  checkpoint?: string;
  /** Grade these checks alone, and what they need. */
  checks?: string[];
  /** What the service at a URL must serve, at the start and at the end, to prove whose it is. */
  nonce?: string;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

export interface Progress {
  phase: 'installing packages' | 'starting' | 'checking';
  done: number;
  total: number;
}

export interface Grader extends AsyncDisposable {
  grade(submission: Submission, options?: GradeOptions): Promise<Report>;
}

export interface GraderOptions {
  /** The folder of the course: the repository's root. */
  course: string;
  /** By default the best that there is, or none. */
  sandbox?: LocalSandbox;
  /** Where requests to a URL may go: 'public' for other people's; anywhere by default. */
  addresses?: Addresses;
  /** How late the grader may be before the machine is to blame for what fails; 100 ms by default. */
  heldUpMs?: number;
  /** URL of a running PostgreSQL cluster; by default DATABASE_URL or the embedded one. */
  databaseUrl?: string;
  /** Where packages come from that a submission has beside the course's. */
  packages?: PackageOptions;
}

/** What stays warm from one submission to the next: the database cluster, the contracts read. */
export async function openGrader(options: GraderOptions): Promise<Grader> {
  const cluster = await openCluster(options.databaseUrl ? { url: options.databaseUrl } : {});
  const labs = new Map<string, Promise<Lab>>();
  const labOf = (name: string) => {
    const lab = labs.get(name) ?? loadLab(options.course, name);
    labs.set(name, lab);
    return lab;
  };
  return {
    grade: async (submission, how = {}) => grade(await labOf(submission.lab), submission, how, { ...options, cluster }),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

type Tools = GraderOptions & { cluster: Cluster };

/** One submission, from source to report. */
async function grade(lab: Lab, submission: Submission, how: GradeOptions, tools: Tools): Promise<Report> {
  const began = { at: new Date(), ms: performance.now() };
  const seed = how.seed ?? randomInt(1_000_000_000);
  const rubric = narrowed(lab.rubric, how);
  await using world = await lab.openWorld({ seed, remote: submission.kind === 'url' });
  const onInstalling = () => how.onProgress?.({ phase: 'installing packages', done: 0, total: 0 });
  const options = { ...tools, world, onInstalling, ...(how.signal ? { signal: how.signal } : {}) };
  await using deployment = await deploy(submission, options);
  const service = new Service(deployment, world, rubric.checks);
  const notStarted = await failureToStart(deployment, how);
  await proveOwner(submission, deployment, how);
  const results = notStarted
    ? rubric.checks.map((check) => blocked(check))
    : await check({ lab, rubric, deployment, service, world, seed, heldUpMs: tools.heldUpMs }, how);
  const unproven = await failureToProve(submission, deployment, how);
  const counting = unproven ? rubric.checks.map((check) => blocked(check)) : results;
  const { sandbox, notes } = deployment;
  return reportOf({ submission, rubric, seed, began, results: counting, notStarted, unproven, notes, sandbox });
}

function narrowed(rubric: Rubric, { checkpoint, checks }: GradeOptions): Rubric {
  const asked = checkpoint ? through(rubric, checkpoint) : rubric;
  return checks ? only(asked, checks) : asked;
}

async function failureToStart(deployment: Deployment, { onProgress }: GradeOptions) {
  onProgress?.({ phase: 'starting', done: 0, total: 0 });
  try {
    await deployment.main.ready();
    return undefined;
  } catch (error) {
    if (isNotStarted(error)) return { reason: error.message, advice: error.advice, log: error.log };
    throw error;
  }
}

/** What is handed in as a folder is its owner's by the way it came. @throws OwnershipError. */
async function proveOwner({ kind }: Submission, { main }: Deployment, { nonce }: GradeOptions): Promise<void> {
  if (kind === 'url' && nonce) await assertOwned(main.origin, nonce, main.dispatcher);
}

/** Not thrown once all has been tried: else whoever leaves the line out at the end is tried for nothing, as often as they like. */
async function failureToProve(...parts: Parameters<typeof proveOwner>): Promise<string | undefined> {
  try {
    await proveOwner(...parts);
    return undefined;
  } catch (error) {
    if (!(error instanceof OwnershipError)) throw error;
    return `Nothing counts, for the service did not prove to the end whose it is: ${error.message} Serve your line until the report is there.`;
  }
}

interface NotStartedLike extends Error {
  advice: string;
  log: string;
}

function isNotStarted(error: unknown): error is NotStartedLike {
  return (error as Error).name === 'NotStarted';
}

function blocked(check: CheckResult['check']): CheckResult {
  return { check, verdict: { status: 'blocked', by: [] }, durationMs: 0 };
}

interface Scene {
  lab: Lab;
  rubric: Rubric;
  deployment: Deployment;
  service: Service;
  world: World;
  seed: number;
  heldUpMs: number | undefined;
}

function check({ lab, rubric, ...scene }: Scene, { onProgress }: GradeOptions): Promise<CheckResult[]> {
  const { checks } = rubric;
  let done = 0;
  const onResult = () => {
    done += 1;
    onProgress?.({ phase: 'checking', done, total: checks.length });
  };
  return runChecks({ ...scene, checks, conformance: new Conformance(lab.rules), onResult });
}
