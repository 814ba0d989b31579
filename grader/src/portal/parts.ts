import type pg from 'pg';
import type { Gradebook } from '../class/gradebook.ts';
import type { Queue } from '../class/queue.ts';
import type { Limits } from './limits.ts';
import type { Roll } from './roll.ts';
import type { PortalSettings } from './settings.ts';

/** What the portal is made of. */
export interface PortalParts {
  /** The folder of the course. */
  course: string;
  settings: PortalSettings;
  /** Who is in the course, and its rules, as the files say now. */
  roll: Roll;
  gradebook: Gradebook;
  queue: Queue;
  /** Connections to the gradebook's database, for the sessions. */
  pool: pg.Pool;
  /** What session cookies are signed with. */
  secret: string;
  /** What the lines are made with that prove whose a service is. */
  ownershipKey: string;
  limits: Limits;
  /** The time now; another one in tests. */
  now(): Date;
  /** Ends what is open for long. */
  signal: AbortSignal;
  log(line: string): void;
}
