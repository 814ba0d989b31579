import { type Edit, editsOf } from '../../../src/validity/mutant.ts';

// One word for each file of the reference solution.
export const app = editsOf('src/app.ts');
export const authorize = editsOf('src/authorize.ts');
export const cookies = editsOf('src/cookies.ts');
export const form = editsOf('src/form.ts');
export const keys = editsOf('src/keys.ts');
export const logOn = editsOf('src/log-on.ts');
export const logOns = editsOf('src/log-ons.ts');
export const logOnsTable = editsOf('migrations/001-log-ons.sql');
export const me = editsOf('src/me.ts');
export const persons = editsOf('src/persons.ts');
export const provider = editsOf('src/provider.ts');
export const refresh = editsOf('src/refresh-tokens.ts');
export const revocations = editsOf('src/revocations.ts');
export const scopes = editsOf('src/scopes.ts');
export const server = editsOf('src/server.ts');
export const settings = editsOf('src/settings.ts');
export const strategy = editsOf('src/strategy.ts');
export const tokenRoutes = editsOf('src/token-routes.ts');
export const tokens = editsOf('src/tokens.ts');
export const wellKnown = editsOf('src/well-known.ts');

const FIRST = "app.disable('etag').disable('x-powered-by');";

/** What happens to every request before anything else: `request`, `response`, `next`. */
export function before(code: string): Edit {
  return app(FIRST, `${FIRST}\n  app.use((request, response, next) => {\n    ${code}\n    next();\n  });`);
}

/** What happens to every JSON body on its way out: `body`, with `request` and `response`. */
export function onAnswer(code: string): Edit {
  const json = 'const json = response.json.bind(response);';
  return before(`${json}\n    response.json = (body) => {\n      ${code}\n      return json(body);\n    };`);
}

/** What becomes of an error before it is answered: `error`, `request`; the code returns another one, or nothing. */
export function onError(code: string): Edit {
  const change = `const changed = ((error) => {\n      ${code}\n    })(error);`;
  return app(
    'app.use(notFound, answerOAuthErrors, databaseAway, answerProblems);',
    `app.use(notFound);\n  app.use((error, request, _response, next) => {\n    ${change}\n    next(changed ?? error);\n  });\n  app.use(answerOAuthErrors, databaseAway, answerProblems);`,
  );
}

/** `Problem` is not imported by app.ts. */
export const problemInApp = app(
  "import { answerProblems, notFound } from '@seeka/kit/problem';",
  "import { answerProblems, notFound, Problem } from '@seeka/kit/problem';",
);

/** Requests of this condition, in terms of `request`, are refused with a problem of this status. */
export function refusing(condition: string, status: number): Edit {
  const problem = JSON.stringify({ type: 'about:blank', title: 'Refused', status, detail: 'Refused.', instance: '/' });
  return before(
    `if (${condition}) return response.status(${status}).type('application/problem+json').send(${JSON.stringify(problem)});`,
  );
}

/** Where Person is asked. */
export const ASK = 'return call(this.#base + path, request).catch(unavailable);';

/** Where this holds of the path, the time limit on Person's answer covers the headers alone. */
export function byHeaders(condition: string): Edit[] {
  return [
    persons(ASK, `return (${condition} ? headersInTime : call)(this.#base + path, request).catch(unavailable);`),
    persons(
      "import { call } from '@seeka/kit/outgoing';",
      `import { call } from '@seeka/kit/outgoing';
import { continueTrace } from '@seeka/kit/trace';

async function headersInTime(url: string, { traceparent, headers, ...options }: Parameters<typeof call>[1] = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 1_800);
  const sent = { ...headers, traceparent: continueTrace(traceparent) };
  const answer = await fetch(url, { ...options, headers: sent, redirect: 'manual', signal: stop.signal });
  clearTimeout(timer);
  return { status: answer.status, headers: {}, text: await answer.text() };
}`,
    ),
  ];
}
