import { STATUS_CODES } from 'node:http';
import { type MemberFault, Problem } from '@seeka/kit/problem';
import { pathOf as pathOfProfile } from './profile.ts';

export type StepName = 'address' | 'person' | 'link';
export type StepStatus = 'pending' | 'running' | 'done' | 'failed' | 'undone';

/** The body of an RFC 9457 answer, kept until somebody asks. */
export interface Told {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  errors?: MemberFault[] | undefined;
}

/** What a client wants done. */
export interface Wish {
  /** SHA-256 of the `sub`. */
  owner: string;
  /** SHA-256 of the Idempotency-Key. */
  key: string;
  /** SHA-256 of the body. */
  fingerprint: string;
  /** Bodies of the first two calls, to the byte. */
  addressDraft: string;
  personDraft: string;
  traceparent: string | null;
  /** Whether the client does not wait. */
  later: boolean;
}

/** The creation of a profile, and how far it has come: a row of the table `operations`. */
export interface Operation extends Wish {
  id: string;
  status: 'running' | 'undoing' | 'succeeded' | 'failed' | 'compensated';
  addressStep: StepStatus;
  /** Still running when nobody knows whether the person was made. */
  personStep: StepStatus;
  linkStep: StepStatus;
  addressId: string | null;
  /** Whether a 201 was received for the address: only then it is ours to delete. */
  addressMade: boolean;
  personId: string | null;
  /** The Idempotency-Key of `POST /persons`. */
  personKey: string;
  problem: Told | null;
  /** The 201, once it was given. */
  etag: string | null;
  body: string | null;
}

/** Where an operation is. */
export function pathOf({ id }: Operation): string {
  return `/operations/${id}`;
}

/** Whether nothing is left to do. */
export function isSettled({ status }: Operation): boolean {
  return status !== 'running' && status !== 'undoing';
}

/** The operation as it is shown. */
export function represent(operation: Operation): object {
  throw new Problem(501, 'TODO(4.4) Show id, status, steps, the problem of what has failed, and links.');
}

/** A refusal, to be kept. */
export function told({ status, message: detail, code, errors }: Problem): Told {
  const title = STATUS_CODES[status] ?? 'Problem';
  return { type: 'about:blank', title, status, detail, instance: '/profiles', code, errors };
}

/** The refusal that was kept. */
export function problemIn({ status, detail, code, errors }: Told): Problem {
  return new Problem(status, detail, { code, errors, headers: status === 503 ? { 'Retry-After': '1' } : {} });
}
