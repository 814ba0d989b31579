import type { LocalSandbox } from '../../../src/deploy/walls.ts';
import { detect } from '../../../src/machine.ts';

/** `npm run verify:docker` sets it; CI has no engine. */
export const kind: 'bubblewrap' | 'docker' = process.env.SANDBOX === 'docker' ? 'docker' : 'bubblewrap';

/** Every way to run a submission that this machine has. */
export const kinds: LocalSandbox[] = kind === 'docker' || detect('bubblewrap').ok ? [kind, 'none'] : ['none'];
