import { dereference } from '@readme/openapi-parser';

interface Marked {
  'x-checkpoint'?: string;
}
interface Schema extends Marked {
  description?: string;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  required?: string[];
  properties?: Record<string, Schema>;
}
interface Parameter extends Marked {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
}
type Content = Record<string, { schema?: Schema }>;
interface Response extends Marked {
  headers?: Record<string, Marked & { description?: string }>;
  content?: Content;
}
interface Operation extends Marked {
  summary: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Response>;
}
interface Named extends Operation {
  /** E.g. `POST /addresses`. */
  name: string;
}

/** The contract as tables for a handout: operations, members, query parameters, headers. */
export async function contractPart(file: string): Promise<string> {
  const { paths } = (await dereference(file)) as unknown as { paths: Record<string, object> };
  const operations = Object.entries(paths).flatMap(([path, item]) => operationsOf(path, item));
  return [
    ['Operations', operationsTable(operations)],
    ['Members of a representation', membersTable(operations)],
    ['Query parameters', parametersTable(operations)],
    ['Headers', headersTable(operations)],
  ]
    .map(([title, table]) => `**${title}.**\n\n${table}`)
    .join('\n\n');
}

function operationsOf(path: string, { parameters = [], ...methods }: { parameters?: Parameter[] }): Named[] {
  return Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
    ...operation,
    parameters: [...parameters, ...(operation.parameters ?? [])],
    name: `\`${method.toUpperCase()} ${path}\``,
  }));
}

function operationsTable(operations: Named[]): string {
  const rows = operations.map((it) => [it.name, it.summary, statuses(it)]);
  return table(['operation', 'what it does', 'statuses, by the checkpoint they come with'], rows);
}

/** "1.1: 201 · 1.2: 400, 422". */
function statuses(operation: Operation): string {
  const of = ([, response]: [string, Response]) => response['x-checkpoint'] ?? operation['x-checkpoint'] ?? '';
  return [...Map.groupBy(Object.entries(operation.responses), of)]
    .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([checkpoint, responses]) => `${checkpoint}: ${responses.map(([status]) => status).join(', ')}`)
    .join(' · ');
}

/** Those that a client sends, then those that the service adds. */
function membersTable(operations: Named[]): string {
  const creating = operations.find((it) => it.requestBody && it.responses[201]);
  const draft = schemaIn(creating?.requestBody?.content);
  const shown = schemaIn(creating?.responses[201]?.content);
  const rows = Object.entries(shown.properties ?? {}).map(([name, schema]) => {
    const sent = draft.properties?.[name];
    const who = sent ? (draft.required?.includes(name) ? 'the client' : 'the client, if it likes') : 'the service';
    return [`\`${name}\``, who, `${rulesOf(sent ?? schema)} ${since(schema)}`.trim()];
  });
  return table(['member', 'given by', 'rule'], rows);
}

function schemaIn(content: Content = {}): Schema {
  return Object.values(content)[0]?.schema ?? {};
}

/** What a schema says, in words where it has any. */
function rulesOf({ description, minLength = 0, maxLength, pattern }: Schema): string {
  const length = maxLength === undefined ? [] : [`${minLength}–${maxLength} characters.`];
  return [...length, description ?? (pattern ? `\`${pattern}\`` : '')].join(' ');
}

function parametersTable(operations: Named[]): string {
  const rows = operations.flatMap(({ name, parameters = [] }) =>
    parameters.filter((it) => it.in === 'query').map((it) => [`\`${it.name}\``, name, it.description ?? '']),
  );
  return table(['parameter', 'of', ''], rows);
}

/** Each header once, as it is described where it is needed first. */
function headersTable(operations: Named[]): string {
  const asked = operations.flatMap(({ parameters = [] }) => parameters.filter((it) => it.in === 'header'));
  const answered = operations.flatMap((operation) =>
    Object.values(operation.responses).flatMap(({ headers = {}, ...response }) =>
      Object.entries(headers).map(([name, header]) => ({ ...operation, ...response, ...header, name })),
    ),
  );
  const distinct = [...Map.groupBy(answered, ({ name }) => name).values()].flatMap(
    (same) => same.sort(byCheckpoint)[0] ?? [],
  );
  const rows = [
    ...new Map(asked.map((it) => [it.name, [`\`${it.name}\``, 'request', it.description ?? '']])).values(),
    ...distinct.map((it) => [`\`${it.name}\``, 'answer', `${it.description ?? ''} ${since(it)}`]),
  ];
  return table(['header', 'in', ''], rows);
}

function byCheckpoint({ 'x-checkpoint': one = '' }: Marked, { 'x-checkpoint': other = '' }: Marked): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

function since({ 'x-checkpoint': checkpoint }: Marked): string {
  return checkpoint ? `(from ${checkpoint} on)` : '';
}

function table(heading: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heading), `|${'---|'.repeat(heading.length)}`, ...rows.map(line)].join('\n');
}
