import pLimit from 'p-limit';
import type { Dispatcher } from 'undici';
import { ExportError, type GradeColumn, type GradeRow, type Member } from './cells.ts';
import { type AgsScore, agsScore, scoresUrl } from './lti.ts';
import { type Courier, courier, type Patience, patience } from './lti-courier.ts';
import { accessToken, type Registration, TokenRefused } from './lti-token.ts';

export interface SendOptions {
  rows: GradeRow[];
  column: GradeColumn;
  /** The URL of the column's line item, as the platform gave it. */
  lineitem: string;
  registration: Registration;
  /** Who somebody of the roster is on the platform (the `sub` of launches); undefined when nobody knows. */
  userIdOf(member: Member): string | undefined;
  /** When these scores were given. */
  at: Date;
  onSent?(sent: Sent): void;
  dispatcher?: Dispatcher;
  signal?: AbortSignal;
  patience?: Partial<Patience>;
}

/** What became of one person's score. */
export interface Sent {
  member: Member;
  status: 'sent' | 'no result' | 'unknown' | 'failed';
  /** Of a failure: what the platform said. */
  reason?: string;
}

/** Requests at a time. */
const AT_ONCE = 4;

/**
 * Sends the scores of one column to an LTI 1.3 platform, one by one, and tells of each what became of it, in the rows'
 * order. To send the same scores with the same time again does no harm.
 * @throws ExportError for URLs that are not https (or loopback), and for a column that is worth nothing.
 */
export async function sendScores(options: SendOptions): Promise<Sent[]> {
  const { rows, registration } = options;
  assertSendable(options);
  const post = courier({ ...patience, ...options.patience }, options);
  const authorised = new Authorised(post, registration);
  const limit = pLimit(AT_ONCE);
  return await Promise.all(
    rows.map((row) =>
      limit(async () => {
        const sent = { member: row.member, ...(await sendOne(row, options, authorised)) };
        options.onSent?.(sent);
        return sent;
      }),
    ),
  );
}

/** @throws ExportError for what `sendScores` would refuse before it sends anything. */
export function assertSendable({
  column,
  lineitem,
  registration,
}: Pick<SendOptions, 'column' | 'lineitem' | 'registration'>): void {
  assertSecure(lineitem, 'line item');
  assertSecure(registration.tokenUrl, 'token URL');
  if (!(column.maxPoints > 0))
    throw new ExportError(`"${column.title}" is worth no points: LTI needs a maximum above 0.`);
}

async function sendOne(row: GradeRow, options: SendOptions, authorised: Authorised): Promise<Omit<Sent, 'member'>> {
  const { column, lineitem, userIdOf, at } = options;
  const userId = userIdOf(row.member);
  if (!userId) return { status: 'unknown', reason: 'nobody knows who this is on the platform' };
  const score = agsScore(row, column, { userId, at });
  if (!score) return { status: 'no result' };
  try {
    const answer = await authorised.post(scoresUrl(lineitem), score);
    if (answer.status >= 200 && answer.status < 300) return { status: 'sent' };
    return { status: 'failed', reason: `The platform answered ${answer.told}.` };
  } catch (error) {
    // Told of each, for a token may be refused when some scores have been sent.
    if (error instanceof TokenRefused) return { status: 'failed', reason: error.message };
    throw error;
  }
}

/** Posts scores with one token for all, and with a new one when it has expired. */
class Authorised {
  readonly #courier: Courier;
  readonly #registration: Registration;
  #token: Promise<string> | undefined;

  constructor(post: Courier, registration: Registration) {
    this.#courier = post;
    this.#registration = registration;
  }

  async post(url: string, score: AgsScore) {
    const used = this.#current();
    const answer = await this.#postWith(await used, url, score);
    if (answer.status !== 401) return answer;
    // Whoever comes first asks for a new one; the others wait for that.
    if (this.#token === used) this.#token = undefined;
    return await this.#postWith(await this.#current(), url, score);
  }

  #current(): Promise<string> {
    this.#token ??= accessToken(this.#registration, this.#courier);
    return this.#token;
  }

  #postWith(token: string, url: string, score: AgsScore) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/vnd.ims.lis.v1.score+json' };
    return this.#courier.post(url, { headers, body: JSON.stringify(score) });
  }
}

/** Keys and scores cross no network in the open. */
function assertSecure(text: string, what: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return;
  throw new ExportError(`The ${what} "${text}" must be an https URL.`);
}
