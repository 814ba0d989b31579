import { existsSync } from 'node:fs';
import { type Operation as Described, readDescription } from '../openapi.ts';
import { plain, table } from '../page.ts';
import { root } from '../source.ts';
import { byId, type Operation, type Part, type Seeka, type Service } from './model.ts';

/** The folder of a service's public sources: of a lab, what students begin with. */
export function folderOf({ id, lab, folder = `services/${id}` }: Service): string {
  return lab ? `labs/${lab}` : folder;
}

/** Its `openapi.yaml`, where it has one. */
export function contractOf(service: Service): string | undefined {
  const path = `${folderOf(service)}/openapi.yaml`;
  return existsSync(root + path) ? path : undefined;
}

/** What a service does, as its contract says it. */
export function operationsOf(service: Service): (Operation & { checkpoint: string })[] {
  const contract = contractOf(service);
  if (!contract) return [];
  return Object.entries(readDescription(contract).paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) => responses)
      .map(([method, operation]) => ({
        ...{ do: `${method.toUpperCase()} ${path}`, data: dataOf(operation), function: operation.operationId },
        checkpoint: operation['x-checkpoint'] ?? '',
      })),
  );
}

function dataOf({ requestBody, parameters = [] }: Described): string {
  const query = parameters.filter((it) => it.in === 'query').map(({ name }) => `?${name}`);
  const body = Object.values(requestBody?.content ?? {}).map(
    ({ schema }) => schema?.name ?? Object.keys(schema?.properties ?? {}).join(', '),
  );
  return [...query, ...body].filter(Boolean).join(', ') || 'nothing';
}

/** ("URI", "verb", data) → function: what runs, by its contracts, and what is designed only. */
export function functionsOf(seeka: Seeka, part: Part): string {
  const runs = part.services
    .map((id) => byId(seeka.services, id))
    .flatMap((service) =>
      operationsOf(service).map((it) => row(it, `[${service.title}](/seeka/services/${service.id})`)),
    )
    .filter(([call]) => !call?.includes('/health'));
  return functionTable([...runs, ...part.operations.map((it) => row(it, 'designed'))], 'where it runs');
}

/** Rows of a service's own contract. */
export function functionsOfService(service: Service): string {
  return functionTable(
    operationsOf(service).map((it) => row(it, it.checkpoint)),
    service.lab ? 'checkpoint' : '',
  );
}

function functionTable(rows: string[][], last: string): string {
  if (rows.length === 0) return '';
  return `## Functions\n\n${table(['verb and URI', 'data', 'function', last], rows)}`;
}

function row({ do: call, data, function: name }: Operation, last: string): string[] {
  const [verb = '', uri = ''] = call.split(' ');
  const shown =
    verb === 'event' ? `event \`${uri}\`` : `<span class="verb" data-verb="${verb}">${verb}</span> \`${uri}\``;
  return [shown, plain(data), `\`${name}\``, last];
}
