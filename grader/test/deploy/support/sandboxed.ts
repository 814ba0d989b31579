import { requires } from '../../support/requires.ts';
import { kind } from './kinds.ts';

/** Jest's `test` for what happens in a sandbox. */
export const sandboxed = kind === 'docker' ? requires('docker') : requires('bubblewrap', 'prlimit');

/** For what bubblewrap has and Docker has not. */
export const inBubblewrap: typeof sandboxed = kind === 'docker' ? () => undefined : sandboxed;
