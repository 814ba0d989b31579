import type { Dispatcher } from 'undici';
import type { HttpMessage, RecordedCall } from './traffic.ts';

// The words of the grader. Every module below uses these, and no others.
/** What somebody hands in: a folder on this machine, or a URL at which it already runs. */
export type Submission = { kind: 'folder'; lab: string; folder: string } | { kind: 'url'; lab: string; url: string };

/** What a check needs that a deployment at a URL cannot give: the neighbours' answers, or its processes and settings. */
export type Demand = 'doubles' | 'lifecycle';

/** A rule of the contract that can be tried, written in `contracts/NN`. */
export interface Check {
  id: string;
  checkpoint: string;
  /** A sentence of the contract. */
  title: string;
  /** Where the rule stands, e.g. "RFC 9110 §13.1.1" or "A10". */
  clause: string;
  /** Ids of the checks that must pass first. They are declared before this one. */
  needs: string[];
  /** The set of `hints.yaml` that helps; by default the id's part before the first dot. */
  hints: string;
  weight: number; // share of the checkpoint's points, beside the others' shares
  demands: Demand[];
  at?: string; // the instance that it is tried at, by its name in the world; the main one by default
  waits?: boolean; // more than it asks, so that it may be tried beside however many others
  hidden: boolean; // left out of the student edition
  body: CheckBody;
}
export type CheckBody = (context: never) => void | Promise<void>;

/** What a lab is worth and how it helps: `lab.yaml`, `hints.yaml` and the checks, agreed with one another. */
export interface Rubric {
  lab: string;
  title: string;
  term: string;
  cores: number; // that one run keeps busy
  checkpoints: Checkpoint[];
  checks: Check[];
  hints: Record<string, Hints>;
  /** Names of the settings a service of this lab reads, beside PORT and DATABASE_URL. */
  settings: string[];
}

export interface Checkpoint {
  id: string;
  title: string;
  /** Whole points; all checkpoints of a lab give 100. */
  points: number;
}
/** Three tiers: nudge, approach, almost code. */
export type Hints = [nudge: string, approach: string, almostCode: string];

/** One request and what came back, as it is shown to a student. */
export interface Exchange {
  method: string;
  /** Path and query as sent. */
  path: string;
  request: HttpMessage;
  /** Absent when no answer came. */
  response?: HttpMessage & { status: number };
  /** Why no answer came. */
  error?: string;
  /** Milliseconds since the run began. */
  at: number;
  durationMs: number;
}

export interface Reason {
  /** One line in plain English: what was wanted and what came. */
  message: string;
  expected?: string;
  received?: string;
}

export type Verdict =
  | { status: 'passed' }
  | { status: 'failed'; reason: Reason; exchange?: Exchange; calls?: RecordedCall[]; log?: string }
  | { status: 'blocked'; by: string[] }
  | { status: 'not applicable'; demands: Demand[] }
  | { status: 'faulted'; error: string };
export type Status = Verdict['status'];
/** What the engine says of one check. */
export interface CheckResult {
  check: Check;
  verdict: Verdict;
  durationMs: number;
  pressed?: boolean; // not passed, and the machine held the grader up in every try
}

/** What the report says of one check: a plain object, ready for JSON. */
export interface Outcome {
  id: string;
  checkpoint: string;
  title: string;
  clause: string;
  status: Status;
  points: number;
  earned: number;
  durationMs: number;
  /** Plain text; of a failed check, what was wanted and what came. */
  reason?: string;
  expected?: string;
  received?: string;
  /** Of a blocked check: ids of the checks it waits for. */
  by?: string[];
  exchange?: Exchange;
  /** In order of time; only where the service called a neighbour. */
  calls?: RecordedCall[];
  /** A command line that repeats the exchange. */
  replay?: string;
  /** What the service printed during the exchange. */
  log?: string;
  hints?: Hints;
  hidden?: boolean;
}
export type CheckpointScore = Checkpoint & { earned: number };

export interface Report {
  lab: string;
  title: string;
  /** Whole points, rounded once, half up; null when the grader itself is at fault. */
  score: number | null;
  maxScore: number;
  seed: number;
  durationMs: number;
  startedAt: string; // RFC 3339, UTC
  graderVersion: string;
  submission: { kind: Submission['kind']; source: string; sandbox: SandboxKind };
  notes?: string[]; // what of the submission could not be used, though it was graded: a sentence each
  /** Present when the service never answered /health: why, and what it printed. */
  notStarted?: { reason: string; advice: string; log: string };
  unproven?: true; // whose the service is, it did not say to the end: nothing counts, and the notes say why
  pressed?: string[]; // ids of checks that might pass on a machine that does not hold the grader up
  checkpoints: CheckpointScore[];
  outcomes: Outcome[];
}
export type SandboxKind = 'bubblewrap' | 'docker' | 'none' | 'remote';
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** One running (or failed) start of the submission. */
export interface Instance extends AsyncDisposable {
  /** What requests are addressed to, e.g. `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Carries requests there, into the sandbox when there is one. */
  readonly dispatcher: Dispatcher;
  /** Resolves when /health answers anything; rejects with NotStarted after 20 s, or when the process ends before. */
  ready(): Promise<void>;
  /** Both output streams so far, at most 1 MB; from `since` (an earlier `.length`) on. */
  output(since?: number): string;
  /** How the start command ended. */
  readonly exited: Promise<Exit>;
  /** Signals the processes that listen on PORT, or all if none does. */
  signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** The same submission with the same settings, database and port, after it has ended. */
  restart(): Promise<Instance>;
  /** Makes its database unreachable: open connections end, new ones are refused. */
  cutDatabase(): void;
  healDatabase(): void;
}

export interface StartOptions {
  /** Replaces settings; undefined removes one. */
  settings?: Record<string, string | undefined>;
  /** Starts with the database cut; `healDatabase` brings it back. */
  databaseAway?: boolean;
}

/** A submission made reachable. Disposing it ends every process, database and file of it. */
export interface Deployment extends AsyncDisposable {
  readonly sandbox: SandboxKind;
  readonly notes?: string[]; // sentences for the report
  /** Started, and ready. */
  readonly main: Instance;
  /** One more instance with a database of its own; only for folders. Not yet ready. */
  start(options?: StartOptions): Promise<Instance>;
}

/** The part of the outside world that the grader plays for one run of a lab. */
export interface World extends AsyncDisposable {
  /** Settings that lead the submission to the doubles, e.g. ADDRESS_VERIFICATION_URL=http://127.0.0.1:43117. */
  readonly settings: Record<string, string>;
  /** TCP ports on this host's loopback that the submission may reach. */
  readonly ports: number[];
  /** Further instances that checks share, by name: started together, before the checks that need something. */
  readonly instances?: Record<string, StartOptions>;
  /** What the checks of this lab get beside `api`, `service` and `random`; fresh for each check. */
  contextFor(check: { id: string; random: Random }): object;
}
export type OpenWorld = (options: { seed: number; remote: boolean }) => Promise<World>;

/** Draws from the run's seed and the check's id, so that order does not matter. */
export interface Random {
  /** 0 ≤ n < below, whole. */
  integer(below: number): number;
  pick<T>(items: readonly T[]): T;
  /** Letters and digits. */
  text(length: number): string;
  readonly seed: number;
}
