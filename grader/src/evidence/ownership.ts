import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { messageOf } from '../reason.ts';

/** Where a service says whose it is. */
export const OWNERSHIP_PATH = '/.well-known/seeka-submission';

const NONCE_CHARACTERS = 32;
const MOST_BYTES = 1_024;
const TIME_MS = 8_000;
const LEAST_KEY_CHARACTERS = 32;

/** A service at a URL did not prove whose it is. */
export class OwnershipError extends Error {
  override readonly name = 'OwnershipError';
  readonly code: 'no proof' | 'wrong nonce';
  /** What to do next. */
  readonly advice: string;

  constructor(code: OwnershipError['code'], message: string, advice: string) {
    super(message);
    this.code = code;
    this.advice = advice;
  }
}

/** The line that one student's service of one lab serves; nobody makes it without the key. */
export function nonceFor(key: string, student: string, lab: string): string {
  if (key.length < LEAST_KEY_CHARACTERS) {
    throw new RangeError(`The key for nonces must have at least ${LEAST_KEY_CHARACTERS} characters.`);
  }
  // JSON keeps student and lab apart: ("a", "bc") and ("ab", "c") are two.
  const text = JSON.stringify(['seeka-submission', student, lab]);
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, NONCE_CHARACTERS);
}

/** @throws OwnershipError unless the service at this origin serves this nonce. */
export async function assertOwned(
  origin: string,
  nonce: string,
  dispatcher: Dispatcher,
  timeMs = TIME_MS,
): Promise<void> {
  const advice = `Put this line, and nothing else, at ${origin}${OWNERSHIP_PATH} as text/plain: ${nonce}`;
  const text = await served(origin, dispatcher, AbortSignal.timeout(timeMs)).catch((error: Error) => {
    throw new OwnershipError(
      'no proof',
      `${origin}${OWNERSHIP_PATH} proves nothing: ${messageOf(error) || (error as NodeJS.ErrnoException).code}.`,
      advice,
    );
  });
  if (!isSame(text.trim(), nonce)) {
    const message = `${origin}${OWNERSHIP_PATH} holds another line than the one you were given.`;
    throw new OwnershipError('wrong nonce', message, advice);
  }
}

async function served(origin: string, dispatcher: Dispatcher, signal: AbortSignal): Promise<string> {
  const options = { origin, path: OWNERSHIP_PATH, method: 'GET', signal } as const;
  const response = await dispatcher.request({ ...options, headers: { accept: 'text/plain' } }).catch(noAnswer);
  const { statusCode, headers, body } = response;
  const type = String(headers['content-type'] ?? 'no media type');
  if (statusCode !== 200 || !/^text\/plain\s*(;|$)/i.test(type)) {
    // Told of by the error below; nobody reads this one.
    body.on('error', () => undefined).destroy();
    throw new Error(statusCode === 200 ? `it is ${type}, wanted text/plain` : `it answered ${statusCode}, wanted 200`);
  }
  return await readShort(body).catch(noAnswer);
}

async function readShort(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`it is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function noAnswer(error: Error): never {
  throw error.name === 'TimeoutError' ? new Error('no whole answer came in time') : error;
}

/** How long it takes tells nothing of where two lines differ. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
