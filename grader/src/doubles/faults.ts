import type { ServerResponse } from 'node:http';
import { strike } from './double.ts';

/** How a double misbehaves towards one request. */
export type Fault =
  /** The whole answer comes so many milliseconds later. */
  | { kind: 'delay'; ms: number }
  /** No answer ever, on an open connection. */
  | { kind: 'hang' }
  /** Headers and half the body at once, the rest so many milliseconds later. */
  | { kind: 'slow body'; ms: number }
  /** Headers at once, a blank every 300 ms for so long, and then the body, of JSON: something comes all the time. */
  | { kind: 'drip'; ms: number }
  /** The connection ends without an answer. */
  | { kind: 'cut' }
  /** The connection ends in the middle of the body. */
  | { kind: 'cut body' }
  /** The right body under another status. */
  | { kind: 'status'; status: number }
  /** Another body under the right status; `type` is its media type, by default the right one. */
  | { kind: 'body'; text: string | Buffer; type?: string }
  | { kind: 'redirect'; location: string };

/** What a double would answer if it were well. */
export interface DoubleAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Sends the answer as the fault has it. A client that has left is no error. */
export function answerWith(response: ServerResponse, answer: DoubleAnswer, fault?: Fault): void {
  if (fault === undefined) {
    send(response, answer);
    return;
  }
  strike(response, inWords(fault));
  faulty[fault.kind](response, answer, fault as never);
}

/** The fault as a report tells it to the student. */
function inWords(fault: Fault): string {
  if (fault.kind === 'delay') return `${fault.ms / 1000} s late`;
  if (fault.kind === 'slow body') return `body ${fault.ms / 1000} s late`;
  if (fault.kind === 'drip') return `body dripped for ${fault.ms / 1000} s`;
  return words[fault.kind];
}

const words = {
  hang: 'hung',
  cut: 'cut off',
  'cut body': 'cut off in its body',
  status: 'on purpose',
  body: 'with an odd body',
  redirect: 'on purpose',
};

type Faulty = { [Kind in Fault['kind']]: (response: ServerResponse, answer: DoubleAnswer, fault: Of<Kind>) => void };
type Of<Kind> = Extract<Fault, { kind: Kind }>;

const faulty: Faulty = {
  delay: (response, answer, { ms }) => later(ms, () => send(response, answer)),
  hang: () => undefined,
  'slow body': (response, answer, { ms }) => sendHalf(response, answer, (rest) => later(ms, () => response.end(rest))),
  drip: (response, answer, { ms }) => drip(response, answer, ms),
  cut: (response) => response.destroy(),
  'cut body': (response, answer) => sendHalf(response, answer, () => response.destroy()),
  status: (response, answer, { status }) => send(response, { ...answer, status }),
  body: (response, answer, { text, type }) => send(response, { ...answer, headers: typed(answer, type), body: text }),
  redirect: (response, _answer, { location }) => send(response, { status: 307, headers: { location }, body: '' }),
};

function send(response: ServerResponse, { status, headers, body }: DoubleAnswer): void {
  response.writeHead(status, headers).end(body);
}

function sendHalf(
  response: ServerResponse,
  { status, headers, body }: DoubleAnswer,
  then: (rest: Buffer) => void,
): void {
  const bytes = Buffer.from(body);
  const half = Math.floor(bytes.length / 2);
  response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
  response.write(bytes.subarray(0, half), () => then(bytes.subarray(half)));
}

const DRIP_MS = 300;

/** Blanks before JSON mean nothing, so the body is the right one in the end. */
function drip(response: ServerResponse, { status, headers, body }: DoubleAnswer, ms: number): void {
  response.writeHead(status, headers).flushHeaders();
  const blanks = setInterval(() => response.write(' '), DRIP_MS).unref();
  const end = setTimeout(() => {
    clearInterval(blanks);
    response.end(body);
  }, ms).unref();
  response.once('close', () => {
    clearInterval(blanks);
    clearTimeout(end);
  });
}

function typed({ headers }: DoubleAnswer, type: string | undefined): Record<string, string> {
  return type === undefined ? headers : { ...headers, 'content-type': type };
}

/** Holds no process up: when the double has closed, there is nobody to answer. */
function later(ms: number, act: () => void): void {
  setTimeout(act, ms).unref();
}
