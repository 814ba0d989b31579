import { type Edit, editsOf } from '../../../src/validity/mutant.ts';

// One word for each file of the reference solution.
export const app = editsOf('src/app.ts');
export const background = editsOf('src/background.ts');
export const caller = editsOf('src/caller.ts');
export const circuit = editsOf('src/circuit.ts');
export const create = editsOf('src/create.ts');
export const draft = editsOf('src/draft.ts');
export const neighbours = editsOf('src/neighbours.ts');
export const operation = editsOf('src/operation.ts');
export const operationRoutes = editsOf('src/operation-routes.ts');
export const operations = editsOf('src/operations.ts');
export const patience = editsOf('src/patience.ts');
export const profile = editsOf('src/profile.ts');
export const profileRoutes = editsOf('src/profile-routes.ts');
export const refusal = editsOf('src/refusal.ts');
export const removal = editsOf('src/removal.ts');
export const removals = editsOf('src/removals.ts');
export const remove = editsOf('src/remove.ts');
export const saga = editsOf('src/saga.ts');
export const server = editsOf('src/server.ts');
export const tokens = editsOf('src/tokens.ts');
export const undo = editsOf('src/undo.ts');
export const table = editsOf('migrations/001-operations.sql');

const FIRST = "app.disable('etag').disable('x-powered-by');";

/** What happens to every request before anything else: `request`, `response`, `next`. */
export function before(code: string): Edit {
  return app(FIRST, `${FIRST}\n  app.use((request, response, next) => {\n    ${code}\n    next();\n  });`);
}

/** What happens to every JSON body on its way out, but that of a 201: `body`, with `request` and `response`. */
export function onAnswer(code: string): Edit {
  const json = 'const json = response.json.bind(response);';
  return before(`${json}\n    response.json = (body) => {\n      ${code}\n      return json(body);\n    };`);
}

/** What happens to every 201: `response`, with the `profile` that is shown, parsed from `operation.body`. */
export function onCreated(code: string): Edit {
  const find =
    'const { etag: tag, body } = operation.body === null ? await readAnswer(parts, operation, ask) : operation;';
  const parse = 'const profile = JSON.parse(String(shown.body));';
  return create(
    find,
    `const shown = operation.body === null ? await readAnswer(parts, operation, ask) : operation;\n  const tag = shown.etag;\n  ${parse}\n  ${code}\n  const body = JSON.stringify(profile);`,
  );
}

/** What becomes of an error before it is answered: `error`, `request`; the code returns another one, or nothing. */
export function onError(code: string): Edit {
  const change = `const changed = ((error) => {\n      ${code}\n    })(error);`;
  return app(
    'app.use(notFound, databaseAway, answerProblems);',
    `app.use(notFound, databaseAway);\n  app.use((error, request, _response, next) => {\n    ${change}\n    next(changed ?? error);\n  });\n  app.use(answerProblems);`,
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
