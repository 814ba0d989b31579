import { mutant } from '../../../src/validity/mutant.ts';
import { ASK, byHeaders, persons, provider, strategy } from './edits.ts';

const DATA = 'const data = status === 200 ? membersOf(text).data : undefined;';

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

/** Mistakes of checkpoint 3.2 where Person fails, and in what is shown of secrets. */
export const mutants = [
  {
    ...mutant(
      'neighbour.status',
      'a Person that fails knows nobody',
      persons(DATA, 'const data = status === 200 ? membersOf(text).data : [];'),
    ),
    kills: ['neighbour.status', 'neighbour.redirect'],
  },
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
  {
    id: 'neighbour.status.404',
    describes: 'a Person that has no list knows nobody',
    kills: ['neighbour.status'],
    edits: [persons(DATA, `if (status === 404) return undefined;\n    ${DATA}`)],
  },
  {
    id: 'neighbour.slow.body',
    describes: 'the time limit covers the headers of Person alone, when somebody logs on',
    kills: ['neighbour.slow'],
    edits: byHeaders("!path.startsWith('/persons/')"),
  },
  mutant(
    'neighbour.patient',
    'Person has half a second',
    persons(ASK, 'return call(this.#base + path, { ...request, limitMs: 500 }).catch(unavailable);'),
  ),
  {
    id: 'trace.passed.malformed',
    describes: 'whatever looks like a trace id is taken for one',
    kills: ['trace.passed'],
    edits: [
      persons(
        ASK,
        "const [, id] = /^\\w\\w-(\\w{32})-/.exec(request?.traceparent ?? '') ?? [];\n    const traceparent = id && `00-${id}-00f067aa0ba902b7-01`;\n    return call(this.#base + path, { ...request, traceparent }).catch(unavailable);",
      ),
    ],
  },
  {
    id: 'discreet.callback.verifier',
    describes: 'the verifier is kept in a cookie',
    kills: ['discreet.callback'],
    edits: [
      strategy(
        'request.res?.cookie(BROWSER, browser, guarded(publicUrl, BROWSER_SECONDS));',
        "request.res?.cookie(BROWSER, browser, guarded(publicUrl, BROWSER_SECONDS));\n        request.res?.cookie('verifier', verifier, guarded(publicUrl, BROWSER_SECONDS));",
      ),
    ],
  },
  {
    id: 'discreet.callback.login',
    describes: 'the client secret goes along to the provider with the browser',
    kills: ['discreet.callback'],
    edits: [
      strategy(
        'authorizationURL: settings.OAUTH2_AUTHORIZATION_URL,',
        'authorizationURL: `${settings.OAUTH2_AUTHORIZATION_URL}&client_secret=${encodeURIComponent(settings.OAUTH2_CLIENT_SECRET)}`,',
      ),
    ],
  },
];
