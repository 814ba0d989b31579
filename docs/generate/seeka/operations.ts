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
    .map(({ title, id, ...service }) => ({
      head: `In [${title}](/seeka/services/${id}), which runs`,
      rows: operationsOf({ title, id, ...service }).filter((it) => !/ \/(health|faults)$/.test(it.do)),
    }));
  const sections = [...runs, { head: 'Designed only', rows: part.operations }].filter(({ rows }) => rows.length > 0);
  if (sections.length === 0) return '';
  const tables = sections.map(({ head, rows }) => `### ${head}\n\n${table(COLUMNS, rows.map(row))}`);
  return `## Functions\n\n${tables.join('\n\n')}`;
}

const COLUMNS = ['verb', 'URI', 'data', 'function'];

/** Rows of a service's own contract. */
export function functionsOfService(service: Service): string {
  const rows = operationsOf(service).map((it) => [...row(it), it.checkpoint]);
  return rows.length > 0 ? `## Functions\n\n${table([...COLUMNS, service.lab ? 'from' : ''], rows)}` : '';
}

function row({ do: call, data, function: name }: Operation): string[] {
  const [verb = '', uri = ''] = call.split(' ');
  const shown = verb === 'event' ? verb : `<span class="verb" data-verb="${verb}">${verb}</span>`;
  // As code: a question mark at the end of a line would be torn from its word.
  const parameters = data.replaceAll(/\?\w+|[^?]+/g, (piece) =>
    piece.startsWith('?') ? `\`${piece}\`` : plain(piece),
  );
  return [shown, `\`${uri}\``, parameters, `\`${name}\``];
}
