import { type Neighbour, type Row, table } from './table.ts';

/** An OpenAPI description, or a part of one. */
export interface Json {
  [name: string]: unknown;
}

const BEARER = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };

/** What of a service's contract the gateway lets through, at the gateway's paths. Names of components become its own. */
export function routedPart(service: Neighbour, contract: Json, taken: Json, rows: Row[] = table): Json {
  const names = newNames(service, contract, taken);
  const renamed = rename(contract, names) as Json;
  const paths: Json = {};
  for (const [path, item] of Object.entries(objects(renamed.paths))) {
    for (const row of rows.filter((one) => one.service === service && sameShape(one, path))) {
      const verb = row.verb.toLowerCase();
      const operation = objects(item)[verb];
      if (!operation) continue;
      // The service's own template: its parameters have their names from it.
      const outside = (row.strip ?? '') + path;
      const shared = paths[outside] ?? withoutVerbs(objects(item));
      paths[outside] = { ...objects(shared), [verb]: adapted(service, operation, row, renamed, names) };
    }
  }
  return { paths, components: objects(renamed.components) };
}

/** One contract of all that the gateway routes. */
export function merged(contracts: [Neighbour, Json][]): Json {
  const components: Record<string, Json> = { securitySchemes: { bearer: BEARER } };
  const paths: Json = {};
  for (const [service, contract] of contracts) {
    const part = routedPart(service, contract, components);
    Object.assign(paths, part.paths);
    for (const [kind, entries] of Object.entries(objects(part.components))) {
      components[kind] = { ...components[kind], ...objects(entries) };
    }
  }
  components.securitySchemes = { ...components.securitySchemes, bearer: BEARER };
  const tags = contracts.map(([name]) => ({ name }));
  return { openapi: '3.1.0', info: information(contracts), servers: [{ url: '/' }], tags, paths, components };
}

function information(contracts: [Neighbour, Json][]): Json {
  const names = contracts.map(([name]) => name).join(', ');
  return { title: 'Seeka', version: '1.0', description: `All that the gateway lets through to: ${names}.` };
}

/** Old name → new name of each component whose name is taken, by its JSON pointer. */
function newNames(service: string, { components }: Json, taken: Json): Map<string, string> {
  const prefix = service.replaceAll(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase());
  const names = new Map<string, string>();
  for (const [kind, entries] of Object.entries(objects(components))) {
    for (const [name, entry] of Object.entries(objects(entries))) {
      const isBearer = kind === 'securitySchemes' && entry.scheme === 'bearer';
      let free = name;
      while (!isBearer && objects(taken[kind])[free] !== undefined) free = prefix + free;
      names.set(`#/components/${kind}/${name}`, isBearer ? 'bearer' : free);
    }
  }
  return names;
}

/** Every reference and every component under its new name. */
function rename(contract: Json, names: Map<string, string>): Json {
  const components = Object.entries(objects(contract.components)).map(([kind, entries]) => {
    const moved = Object.entries(objects(entries)).map(([name, entry]) => [
      names.get(`#/components/${kind}/${name}`),
      entry,
    ]);
    return [kind, Object.fromEntries(moved)];
  });
  const text = JSON.stringify({ ...contract, components: Object.fromEntries(components) });
  return JSON.parse(text, (_key, value) => (typeof value === 'string' ? moved(value, names) : value));
}

function moved(text: string, names: Map<string, string>): string {
  const [, kind, name = '', rest = ''] = /^#\/components\/([^/]+)\/([^/]+)(\/.*)?$/.exec(text) ?? [];
  const found = names.get(`#/components/${kind}/${name}`);
  return found === undefined ? text : `#/components/${kind}/${found}${rest}`;
}

function adapted(service: string, operation: Json, row: Row, contract: Json, names: Map<string, string>): Json {
  const stated = (operation.security ?? contract.security ?? []) as Json[];
  const known = stated.map((one) =>
    Object.fromEntries(Object.entries(one).map(([name, scopes]) => [schemeName(name, names), scopes])),
  );
  return { ...operation, tags: [service], security: row.guarded ? [{ bearer: [] }] : known };
}

function schemeName(name: string, names: Map<string, string>): string {
  return names.get(`#/components/securitySchemes/${name}`) ?? name;
}

function sameShape({ path: outside, strip = '' }: Row, path: string): boolean {
  const shape = (template: string) => template.replaceAll(/\{[^}]*\}/g, '{}');
  return shape(outside) === shape(strip + path);
}

function withoutVerbs(item: Json): Json {
  const verbs = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
  return Object.fromEntries(Object.entries(item).filter(([name]) => !verbs.includes(name)));
}

function objects(value: unknown): Record<string, Json> {
  return (value ?? {}) as Record<string, Json>;
}
