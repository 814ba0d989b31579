import registry from '@generated/registry';
import checksRegistry from '@generated/registry?checks';
import type generated from '@generated/routes';
import routes from '@generated/routes?checks';
import chunkNames from '@generated/routesChunkNames';
import checksChunkNames from '@generated/routesChunkNames?checks';

/** The routes of all checks' pages. What they are looked up in learns of them as well. */
export function checkRoutes(): typeof generated {
  Object.assign(registry, checksRegistry);
  Object.assign(chunkNames, checksChunkNames);
  return routes();
}
