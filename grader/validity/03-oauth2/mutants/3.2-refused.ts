import { mutant } from '../../../src/validity/mutant.ts';
import { logOn, provider } from './edits.ts';

const STATUS = 'if (status !== 200) throw useless(`status ${status}`);';
const TOKEN = "if (typeof token !== 'string' || !/^[\\w.~+/=-]+$/.test(token)) throw useless('no access token');";
const EMAIL = "if (typeof email !== 'string' || email === '' || verified !== true) {";

/** The provider is asked by fetch, with a time limit on the headers, or on the body. */
function byFetch(limit: { headers?: 'all' | 'token'; body?: true }) {
  const limited = (promise: string, on?: unknown) =>
    on ? `await Promise.race([${promise}, ${on === 'token' ? unlessToken : 'tooLate()'}])` : `await ${promise}`;
  // Only the code goes out by POST.
  const unlessToken = "options.method === 'POST' ? tooLate() : new Promise<never>(() => undefined)";
  return provider(
    "import { call, type NoAnswer } from '@seeka/kit/outgoing';",
    `import { NoAnswer } from '@seeka/kit/outgoing';

const tooLate = () => new Promise<never>((_, reject) => setTimeout(reject, 1_800, new DOMException('late', 'TimeoutError')).unref());
const call = async (url: string, options: RequestInit = {}) => {
  try {
    const answer = ${limited("fetch(url, { ...options, redirect: 'manual' })", limit.headers)};
    return { status: answer.status, text: ${limited('answer.text()', limit.body)} };
  } catch (cause) {
    throw new NoAnswer('No answer.', { cause });
  }
};`,
  );
}

/** Mistakes of checkpoint 3.2 where the provider fails. */
export const mutants = [
  mutant(
    'profile.denied',
    'who refuses at the provider has sent a bad request: 400',
    logOn(
      "throw new Problem(403, 'You were not logged on: access was denied.', { code: 'access-denied' });",
      "throw new Problem(400, 'You were not logged on.');",
    ),
  ),
  mutant(
    'provider.error',
    'an error of the provider is unavailability',
    logOn(
      "return new Problem(502, 'The log-on provider refused.', { code: 'provider-refused', cause });",
      "return new Problem(503, 'The log-on provider refused.', { cause });",
    ),
  ),
  mutant(
    'profile.unverified',
    'whatever is true for JavaScript is verified',
    provider(EMAIL, EMAIL.replace('verified !== true', '!verified')),
  ),
  mutant(
    'profile.no-email',
    'who has no e-mail address is a failure of the provider',
    provider(EMAIL, `if (email === undefined) throw useless('no email');\n    ${EMAIL}`),
  ),
  mutant(
    'provider.status',
    'an error status with a good body is good',
    provider(STATUS, 'if (status >= 300 && status < 400) throw useless(`status ${status}`);'),
  ),
  {
    id: 'provider.status.created',
    describes: 'any 2xx of the provider is good',
    kills: ['provider.status'],
    edits: [provider(STATUS, STATUS.replace('status !== 200', 'status < 200 || status > 299'))],
  },
  {
    id: 'provider.status.refused',
    describes: 'any 400 of the provider is the fault of the code',
    kills: ['provider.status'],
    edits: [
      provider(STATUS, `if (status === 400) throw new Problem(400, 'The provider refused the code.');\n  ${STATUS}`),
    ],
  },
  mutant(
    'provider.cut',
    'a cut connection to the provider is answered with 503',
    provider(
      'throw isLate(error) ? late(error) : useless(error);',
      "throw isLate(error) ? late(error) : new Problem(503, 'The connection was cut.');",
    ),
  ),
  mutant(
    'provider.nonsense',
    'nonsense of the provider is the client’s fault',
    provider(
      '} catch (cause) {\n    throw useless(cause);',
      "} catch (cause) {\n    throw new Problem(400, 'Nonsense.', { cause });",
    ),
  ),
  mutant(
    'provider.redirect',
    'a redirect of the provider is answered with 403',
    provider(STATUS, `if (status === 307) throw new Problem(403, 'Elsewhere.');\n  ${STATUS}`),
  ),
  mutant(
    'provider.once',
    'what was cut off or unavailable is tried again, a code too',
    provider(
      'const { status, text } = await call(url, request).catch(',
      'const first = await call(url, request).catch((error) => {\n    if (isLate(error)) throw late(error);\n    return undefined;\n  });\n  const again = first === undefined || first.status === 503;\n  const { status, text } = await (again ? call(url, request) : Promise.resolve(first)).catch(',
    ),
  ),
  mutant(
    'provider.slow',
    'the time limit for userinfo covers the body alone',
    byFetch({ headers: 'token', body: true }),
  ),
  mutant('provider.slow-body', 'the time limit covers the headers alone', byFetch({ headers: 'all' })),
  mutant(
    'provider.no-token',
    'without a token the client is at fault',
    provider(TOKEN, TOKEN.replace("throw useless('no access token')", "throw new Problem(400, 'No token.')")),
  ),
  mutant(
    'provider.patient',
    'the provider has 0.7 seconds',
    provider('await call(url, request).catch(', 'await call(url, { ...request, limitMs: 700 }).catch('),
  ),
];
