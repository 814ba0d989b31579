import type { Answer } from '../../src/answer.ts';
import type { Api } from '../../src/api.ts';
import { expect } from '../../src/check.ts';
import { shown } from '../01-address/reading.ts';

/** What the service says of a wish. */
export async function decision(
  api: Api,
  token: string,
  method: string,
  path: string,
): Promise<Record<string, unknown>> {
  const answer = await api.post('/authorize', { token, method, path });
  expect(answer).toHaveStatus(200);
  return decided(answer);
}

/** The members that the contract has; others are nobody's affair. */
export function decided(answer: Answer): Record<string, unknown> {
  const { allow, principal, scopes, reason } = shown(answer);
  return { allow, principal, scopes, reason };
}

export const refused = { allow: false, reason: 'insufficient_scope' };
