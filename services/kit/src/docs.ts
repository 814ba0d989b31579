import { readFile } from 'node:fs/promises';
import { Router } from 'express';

/**
 * Serves the contract as `/openapi.json` and, as a page to try it on, as `/api-docs` (Swagger UI).
 * Both are made at the first request, so that the start stays fast.
 * @param contract an OpenAPI description in YAML.
 */
export function apiDocs(contract: URL): Router {
  const read = once(() => readContract(contract));
  const page = once(async () => swaggerUi(await read()));
  return Router()
    .get('/openapi.json', async (_request, response) => {
      response.json(await read());
    })
    .use('/api-docs', async (request, response, next) => (await page())(request, response, next));
}

async function readContract(contract: URL): Promise<object> {
  const { parse } = await import('yaml');
  return parse(await readFile(contract, 'utf8'));
}

async function swaggerUi(contract: object): Promise<Router> {
  const { default: ui } = await import('swagger-ui-express');
  return Router().use(ui.serve, ui.setup(contract));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
