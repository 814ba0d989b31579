import { existsSync } from 'node:fs';
import { read, root } from './source.ts';

/** A service that is wrong on purpose, in one way. */
export interface Mutant {
  name: string;
  description: string;
  /** Ids of the checks that must fail on it. */
  kills: string[];
}
