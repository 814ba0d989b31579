import { type Edit, editsOf } from '../../../src/validity/mutant.ts';

// One word for each file of the reference solution.
export const address = editsOf('src/address.ts');
export const app = editsOf('src/app.ts');
export const draft = editsOf('src/draft.ts');
export const etag = editsOf('src/etag.ts');
export const methods = editsOf('src/methods.ts');
export const page = editsOf('src/page.ts');
export const routes = editsOf('src/routes.ts');
export const server = editsOf('src/server.ts');
export const store = editsOf('src/store.ts');
export const verification = editsOf('src/verification.ts');

const FIRST = "app.disable('etag').disable('x-powered-by');";
const LAST = 'app.use(answerProblems);';

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
    LAST,
    `app.use((error, request, _response, next) => {\n    ${change}\n    next(changed ?? error);\n  });\n  ${LAST}`,
  );
}

/** Gives the collection a method that changes the ETag of an address, and nothing else. */
export const touching = store(
  'async remove(',
  "async touch(id: string): Promise<void> {\n    await this.#table.where({ id }).update({ version: this.#knex.raw('version + 1') });\n  }\n\n  async remove(",
);

/** The verification of a PUT, for whose failures of this status the ETag changes; needs `touching`. */
export function touchedOn(status: number): string {
  return `await verify(draft, request.get('traceparent')).catch(async (error) => {\n      if (error.status === ${status}) await addresses.touch(current.id);\n      throw error;\n    })`;
}

/** `Problem` is not imported by app.ts. */
export const problemInApp = app(
  "import { answerProblems, notFound } from '@seeka/kit/problem';",
  "import { answerProblems, notFound, Problem } from '@seeka/kit/problem';",
);
