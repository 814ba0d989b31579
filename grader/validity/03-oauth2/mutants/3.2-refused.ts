import { mutant } from '../../../src/validity/mutant.ts';
import { logOn, persons, provider } from './edits.ts';

const STATUS = 'if (status !== 200) throw useless(`status ${status}`);';
const TOKEN = "if (typeof token !== 'string' || !/^[\\w.~+/=-]+$/.test(token)) throw useless('no access token');";
const ASK = 'return call(this.#base + path, request).catch(unavailable);';
const EMAIL = "if (typeof email !== 'string' || email === '' || verified !== true) {";

/** The provider is asked by fetch, with a time limit on the headers, or on the body. */
function byFetch(limit: { headers?: true; body?: true }) {
  const limited = (promise: string, on?: true) =>
    on ? `await Promise.race([${promise}, tooLate()])` : `await ${promise}`;
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

/** What becomes of a log-on when Person gives no answer, for a reason whose name fits. */
function onNoAnswer(condition: string, status: number) {
  return persons(
    ASK,
    `return call(this.#base + path, request).catch((cause) => {
      const name = (cause.cause as Error)?.name;
      if (!path.startsWith('/persons/') && ${condition}) throw new Problem(${status}, 'No answer.', { cause });
      return unavailable(cause);
    });`,
  );
}

/** Mistakes of checkpoint 3.2 where the provider or Person fails. */
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
  mutant('provider.slow', 'the time limit covers the body alone', byFetch({ body: true })),
  mutant('provider.slow-body', 'the time limit covers the headers alone', byFetch({ headers: true })),
  mutant(
    'provider.no-token',
    'without a token the client is at fault',
    provider(TOKEN, TOKEN.replace("throw useless('no access token')", "throw new Problem(400, 'No token.')")),
  ),
  mutant(
    'provider.patient',
    'the provider has half a second',
    provider('await call(url, request).catch(', 'await call(url, { ...request, limitMs: 500 }).catch('),
  ),
  mutant(
    'neighbour.status',
    'a Person that fails knows nobody',
    persons(
      'const data = status === 200 ? membersOf(text).data : undefined;',
      'const data = status === 200 ? membersOf(text).data : [];',
    ),
  ),
  mutant(
    'neighbour.cut',
    'a cut connection to Person is answered as one to the provider is: 502',
    onNoAnswer('name !== "TimeoutError"', 502),
  ),
  mutant(
    'neighbour.nonsense',
    'nonsense of Person is answered as that of the provider is: 502',
    persons(
      '} catch (cause) {\n    return unavailable(cause);',
      "} catch (cause) {\n    throw new Problem(502, 'Nonsense.', { cause });",
    ),
  ),
  mutant(
    'neighbour.slow',
    'a slow Person is answered as a slow provider is',
    onNoAnswer('name === "TimeoutError"', 504),
  ),
  mutant(
    'trace.passed',
    'each call to Person begins a trace of its own',
    persons(
      '#ask(path: string, request: Parameters<typeof call>[1]) {',
      '#ask(path: string, request: Parameters<typeof call>[1]) {\n    request = { ...request, traceparent: undefined };',
    ),
  ),
  mutant(
    'discreet.callback',
    'a failure of the provider is told in its own words',
    provider(
      "return new Problem(502, 'The log-on provider gave no answer of use.'",
      'return new Problem(502, `The log-on provider gave no answer of use: ${(cause as Error).message ?? cause}`',
    ),
    provider('throw useless(cause);\n  }\n}', 'throw useless(`${cause} ${text}`);\n  }\n}'),
  ),
];
