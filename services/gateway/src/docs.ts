import { readFile } from 'node:fs/promises';
import { call } from '@seeka/kit/outgoing';
import { Problem } from '@seeka/kit/problem';
import { Router } from 'express';
import { type Json, merged } from './contract.ts';
import type { Urls } from './settings.ts';
import { type Neighbour, table } from './table.ts';

/**
 * `/openapi.json` of all services, `/openapi/{service}.json` of each, and one page to try them on, `/api-docs`.
 * They are read from the services at each request: what a service shows is what it is now.
 */
export function docs(urls: Urls): Router {
  const inUse = [...new Set(table.map(({ service }) => service))].filter((service) => urls[service]);
  return Router()
    .get('/openapi.json', async (_request, response) => {
      response.json(merged(await contractsOf(inUse, urls)));
    })
    .get('/openapi/:name.json', async (request, response) => {
      const asked = inUse.filter((service) => service === request.params.name);
      const found = await contractsOf(asked, urls);
      if (found.length === 0) throw new Problem(404, 'No service of that name shows its contract.');
      response.json(merged(found));
    })
    .use('/api-docs', async (request, response, next) => (await page(inUse))(request, response, next));
}

/** Of those that answer. */
async function contractsOf(services: Neighbour[], urls: Urls): Promise<[Neighbour, Json][]> {
  const asked = services.map(async (service) => [service, await contractOf(urls[service] ?? '')] as const);
  return (await Promise.all(asked)).flatMap(([service, contract]) => (contract ? [[service, contract]] : []));
}

async function contractOf(url: string): Promise<Json | undefined> {
  try {
    const { status, text } = await call(`${url}/openapi.json`);
    return status === 200 ? JSON.parse(text) : undefined;
  } catch {
    // Down, or without a contract: the others' are shown without it.
    return undefined;
  }
}

/** Loaded at the first use, so that the start stays fast. */
async function page(services: Neighbour[]): Promise<Router> {
  const { default: ui } = await import('swagger-ui-express');
  const each = services.map((name) => ({ name, url: `/openapi/${name}.json` }));
  const urls = [{ name: 'all', url: '/openapi.json' }, ...each];
  const customJsStr = await readFile(new URL('log-on.js', import.meta.url), 'utf8');
  const options = { explorer: true, swaggerOptions: { urls }, customJsStr, customSiteTitle: 'Seeka: try its services' };
  return Router().use(ui.serve, ui.setup(undefined, options));
}
