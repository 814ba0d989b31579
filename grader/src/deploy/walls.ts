import type { SandboxKind } from '../types.ts';
import type { Limits } from './limits.ts';
import type { Runtime } from './runtime.ts';
import type { Stage } from './stage.ts';

/** How code runs on this machine. */
export type LocalSandbox = Exclude<SandboxKind, 'remote'>;

/** What all sandboxes of a deployment are made of. */
export interface Premises {
  course: string;
  stage: Stage;
  runtime: Runtime;
  limits: Limits;
  /** The folder of the copy of what was handed in. */
  submission: string;
  /** The folder of what Node has compiled already. */
  compileCache?: string | undefined;
  /** The folder of packages that the submission has beside the course's. */
  packages?: string | undefined;
  sandbox?: LocalSandbox;
}

/** What one sandbox is made of. */
export interface Walls extends Premises {
  /** Whether this very sandbox may write into its submission's folder. */
  writable?: boolean;
  /** Whether this very sandbox is to fill the compile cache. */
  fillsCache?: boolean;
}

/** Where a sandbox has what. */
export const INSIDE = {
  submission: '/course/labs/submission',
  packages: '/course/labs/submission/node_modules',
  relay: '/opt/relay',
  compileCache: '/opt/compile-cache',
  /** As npm has it, programs of packages first. */
  path: '/course/node_modules/.bin:/opt/bin:/usr/local/bin:/usr/bin:/bin',
};
