import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import { lineOf } from './cells.ts';

export interface Patience {
  /** Times that one request is made at most. */
  attempts: number;
  /** Before the second attempt; doubled before each further one. */
  firstPauseMs: number;
  /** Also where the platform asks for more by Retry-After. */
  longestPauseMs: number;
  /** For one answer, headers and body. */
  answerMs: number;
}

/** 5 attempts in at most some 2 minutes. */
export const patience: Patience = { attempts: 5, firstPauseMs: 500, longestPauseMs: 30_000, answerMs: 10_000 };

export interface Answer {
  /** 0 when none came. */
  status: number;
  body: string;
  /** The same for a reader: "429 after 5 attempts: slow down". */
  told: string;
}

export interface Courier {
  post(url: string, message: { headers: Record<string, string>; body: string }): Promise<Answer>;
}

interface Attempt {
  status: number;
  body: string;
  retryAfterMs: number;
}

const LONGEST_BODY = 64 * 1024;

/** Posts, and posts again on 429, 5xx and silence, with growing pauses. Follows no redirect. */
export function courier(
  wait: Patience,
  { dispatcher, signal }: { dispatcher?: Dispatcher; signal?: AbortSignal },
): Courier {
  const once = async (url: string, message: { headers: Record<string, string>; body: string }): Promise<Attempt> => {
    const limit = AbortSignal.any([AbortSignal.timeout(wait.answerMs), ...(signal ? [signal] : [])]);
    try {
      const answer = await request(url, {
        ...message,
        method: 'POST',
        signal: limit,
        ...(dispatcher ? { dispatcher } : {}),
      });
      const body = await limited(answer.body);
      return { status: answer.statusCode, body, retryAfterMs: waitAsked(answer.headers['retry-after']) };
    } catch (error) {
      signal?.throwIfAborted();
      return { status: 0, body: (error as Error).message, retryAfterMs: 0 };
    }
  };
  return {
    async post(url, message) {
      for (let attempt = 1; ; attempt += 1) {
        const { status, body, retryAfterMs } = await once(url, message);
        if (!mayPass(status) || attempt === wait.attempts) return { status, body, told: told(status, body, attempt) };
        await pause(pauseAfter(attempt, retryAfterMs, wait), undefined, signal ? { signal } : {});
      }
    },
  };
}

function mayPass(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** Spread by up to a quarter, so that senders who were refused together do not come back together. */
function pauseAfter(attempt: number, askedMs: number, { firstPauseMs, longestPauseMs }: Patience): number {
  const own = firstPauseMs * 2 ** (attempt - 1) * (1 + Math.random() / 4);
  return Math.min(Math.max(own, askedMs), longestPauseMs);
}

/** Retry-After in seconds or as a date (RFC 9110 §10.2.3); 0 for anything else. */
function waitAsked(value: string | string[] | undefined): number {
  const text = String(value ?? '');
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}

async function limited(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size > LONGEST_BODY) break;
  }
  return Buffer.concat(parts).toString('utf8', 0, LONGEST_BODY);
}

function told(status: number, body: string, attempts: number): string {
  const after = attempts > 1 ? ` after ${attempts} attempts` : '';
  return `${status || 'no answer'}${after}${body.trim() ? `: ${lineOf(body)}` : ''}`;
}
