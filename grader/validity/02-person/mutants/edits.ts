import { type Edit, editsOf } from '../../../src/validity/mutant.ts';

// One word for each file of the reference solution.
export const addresses = editsOf('src/addresses.ts');
export const app = editsOf('src/app.ts');
export const attempts = editsOf('src/attempts.ts');
export const draft = editsOf('src/draft.ts');
export const find = editsOf('src/find.ts');
export const link = editsOf('src/link.ts');
export const person = editsOf('src/person.ts');
export const routes = editsOf('src/routes.ts');
export const server = editsOf('src/server.ts');
export const store = editsOf('src/store.ts');
export const table = editsOf('migrations/001-persons.sql');

const FIRST = "app.disable('etag').disable('x-powered-by');";
const LAST = 'app.use(notFound, databaseAway, answerProblems);';

/** What happens to every request before anything else: `request`, `response`, `next`. */
export function before(code: string): Edit {
  return app(FIRST, `${FIRST}\n  app.use((request, response, next) => {\n    ${code}\n    next();\n  });`);
}

/** What happens to every JSON body on its way out, but that of a 201: `body`, with `request` and `response`. */
export function onAnswer(code: string): Edit {
  const json = 'const json = response.json.bind(response);';
  return before(`${json}\n    response.json = (body) => {\n      ${code}\n      return json(body);\n    };`);
}

/** What becomes of an error before it is answered: `error`, `request`; the code returns another one, or nothing. */
export function onError(code: string): Edit {
  const change = `const changed = ((error) => {\n      ${code}\n    })(error);`;
  return app(
    LAST,
    `app.use(notFound, databaseAway);\n  app.use((error, request, _response, next) => {\n    ${change}\n    next(changed ?? error);\n  });\n  app.use(answerProblems);`,
  );
}

/** `Problem` is not imported by app.ts. */
export const problemInApp = app(
  "import { answerProblems, notFound } from '@seeka/kit/problem';",
  "import { answerProblems, notFound, Problem } from '@seeka/kit/problem';",
);

/** `Problem` is not imported by routes.ts. */
export const problemInRoutes = routes(
  "import { find } from './find.ts';",
  "import { Problem } from '@seeka/kit/problem';\nimport { find } from './find.ts';",
);

/** Requests of this condition, in terms of `request`, are refused with a problem of this status. */
export function refusing(condition: string, status: number): Edit {
  const problem = JSON.stringify({ type: 'about:blank', title: 'Refused', status, detail: 'Refused.', instance: '/' });
  return before(
    `if (${condition}) return response.status(${status}).type('application/problem+json').send(${JSON.stringify(problem)});`,
  );
}
