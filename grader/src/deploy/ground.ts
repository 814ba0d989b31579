import { mkdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '@seeka/postgres';
import { type Packages, packagesFor } from '../packages/packages.ts';
import type { World } from '../types.ts';
import { type StartCommand, startCommandOf } from './command.ts';
import { compileCache } from './compile-cache.ts';
import { copySubmission } from './copy.ts';
import type { DeployOptions } from './deploy.ts';
import { defaultLimits } from './limits.ts';
import { findRuntime } from './runtime.ts';
import { sandboxFor } from './sandbox.ts';
import { openStage } from './stage.ts';
import type { LocalSandbox, Premises } from './walls.ts';

/** What all instances of a deployment share. */
export interface Ground extends Premises {
  sandbox: LocalSandbox;
  cluster: Cluster;
  world: World;
  /** Makes the copy of what was handed in, once. @throws NotStarted when there is nothing in it that could be started. */
  prepare(): Promise<Prepared>;
  /** Closed with the deployment, last in, first out. */
  resources: AsyncDisposableStack;
  /** Of its own packages, for its student. */
  own: Omit<Packages, 'folder'>;
}

export interface Prepared {
  command: StartCommand;
  /** What was left out of the copy, a line each. */
  notes: string[];
}

export async function openGround(folder: string, options: DeployOptions): Promise<Ground> {
  const { world, cluster } = options;
  await using resources = new AsyncDisposableStack();
  const premises = await openPremises(resources, options);
  const sandbox = options.sandbox ?? (await sandboxFor(premises));
  premises.sandbox = sandbox;
  if (sandbox === 'bubblewrap') premises.compileCache = await compileCache(premises);
  // Without a sandbox nothing keeps npm from anything.
  const own = sandbox === 'none' ? { notes: [], withScripts: [] } : await ownPackages(folder, premises, options);
  const prepare = once(() => copyAndRead(folder, premises));
  return { ...premises, own, sandbox, world, cluster, prepare, resources: resources.move() };
}

async function openPremises(resources: AsyncDisposableStack, options: DeployOptions): Promise<Premises> {
  const course = await realpath(options.course);
  const stage = resources.use(await openStage());
  const submission = await layOut(stage.folder, course);
  const limits = { ...defaultLimits, ...options.limits };
  return { course, stage, submission, limits, runtime: await findRuntime(course) };
}

/** They are mounted before there is a copy to mount them in, so that the place must be made. */
async function ownPackages(folder: string, premises: Premises, options: DeployOptions): Promise<Ground['own']> {
  const { signal, onInstalling } = options;
  const { folder: packages, ...own } = await packagesFor(folder, premises, {
    ...options.packages,
    signal,
    onInstalling,
  });
  premises.packages = packages;
  if (packages) await mkdir(join(premises.submission, 'node_modules'));
  return own;
}

/** The course around the place of the copy, as a service without a sandbox finds it. */
async function layOut(stage: string, course: string): Promise<string> {
  const submission = join(stage, 'course', 'labs', 'submission');
  await mkdir(submission, { recursive: true });
  await symlink(join(course, 'node_modules'), join(stage, 'course', 'node_modules'));
  await symlink(join(course, 'services'), join(stage, 'course', 'services'));
  return submission;
}

async function copyAndRead(from: string, { submission, limits }: Premises): Promise<Prepared> {
  const notes = await copySubmission(from, submission, limits);
  return { command: await startCommandOf(submission), notes };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
