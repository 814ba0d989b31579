import { expect as jestExpect } from 'expect';
import { type Answer, mediaType } from './answer.ts';

interface Outcome {
  pass: boolean;
  message(): string;
  expected?: string;
  actual?: string;
  /** Tells which exchange it was. */
  answer: Answer;
}

interface ProblemBody {
  status?: unknown;
  title?: unknown;
  type?: unknown;
  errors?: { pointer?: unknown; detail?: unknown }[];
}

function toHaveStatus(answer: Answer, ...wanted: number[]): Outcome {
  return {
    pass: wanted.includes(answer.status),
    message: () => `${sentence(answer)}, wanted ${wanted.join(' or ')}.`,
    expected: wanted.join(' or '),
    actual: String(answer.status),
    answer,
  };
}

function toBeProblem(answer: Answer, status: number, { pointers }: { pointers?: string[] } = {}): Outcome {
  if (answer.status !== status) return toHaveStatus(answer, status);
  const fault = problemFault(answer) ?? (pointers ? pointerFault(answer, pointers) : undefined);
  return {
    pass: fault === undefined,
    message: () => `${sentence(answer)}, but ${fault?.text}.`,
    expected: fault?.expected ?? 'a problem (RFC 9457)',
    actual: fault?.actual ?? answer.text.slice(0, 500),
    answer,
  };
}

interface Fault {
  text: string;
  expected: string;
  actual: string;
}

function problemFault(answer: Answer): Fault | undefined {
  const type = mediaType(answer.headers);
  if (type !== 'application/problem+json') {
    return { text: 'its media type is not that of a problem', expected: 'application/problem+json', actual: type };
  }
  const problem = answer.body as ProblemBody | undefined;
  if (typeof problem !== 'object' || problem === null) {
    return { text: 'its body is not a JSON object', expected: '{"type": …}', actual: answer.text.slice(0, 200) };
  }
  if (problem.status !== answer.status) {
    const text = 'the member "status" differs from the HTTP status';
    return { text, expected: String(answer.status), actual: JSON.stringify(problem.status) ?? 'absent' };
  }
  return undefined;
}

function pointerFault(answer: Answer, wanted: string[]): Fault | undefined {
  const { errors } = answer.body as ProblemBody;
  const found = Array.isArray(errors) ? errors.map((item) => item?.pointer) : [];
  if (wanted.every((pointer) => found.includes(pointer))) return undefined;
  return {
    text: 'its "errors" do not point at every member at fault',
    expected: JSON.stringify(wanted),
    actual: Array.isArray(errors) ? JSON.stringify(found) : 'no errors',
  };
}

function sentence({ method, url, status }: Answer): string {
  const { pathname, search } = new URL(url);
  return `${method} ${pathname}${search} answered ${status}`;
}

jestExpect.extend({
  toHaveStatus: (answer: unknown, ...wanted) => toHaveStatus(answer as Answer, ...(wanted as number[])),
  toBeProblem: (answer: unknown, status, options) =>
    toBeProblem(answer as Answer, status as number, options as { pointers?: string[] } | undefined),
});

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /** The answer has one of these statuses. */
    toHaveStatus(...statuses: number[]): R;
    /** The answer is `application/problem+json` with this status, and points at each of these members (RFC 9457). */
    toBeProblem(status: number, options?: { pointers?: string[] }): R;
  }
}

/** Jest's expect, and what this course adds to it. */
export const expect = jestExpect;
