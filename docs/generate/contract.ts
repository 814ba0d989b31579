import {
  type Description,
  type Media,
  type Operation,
  type Parameter,
  type Response,
  readDescription,
  type Schema,
} from './openapi.ts';
import { code, shut, table, writePage } from './page.ts';

/** Writes an `openapi.yaml` as a page that needs no script; returns its id. */
export function writeContract({ slug, source }: { slug: string; source: string }): string {
  const description = readDescription(source);
  return writePage({
    slug,
    title: `Contract of ${description.info.title}`,
    description: description.info.summary,
    source,
    sidebarLabel: 'Contract',
    body: `${description.info.description}\n\n${operations(description)}\n\n## Members\n\n${schemas(description)}`,
  });
}

function operations({ paths }: Description): string {
  const sections = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) => responses)
      .map(([method, operation]) => section(method.toUpperCase(), path, operation)),
  );
  return sections.join('\n\n');
}

function section(method: string, path: string, operation: Operation): string {
  return [
    `## <span class="verb" data-verb="${method}">${method}</span> ${path.replaceAll(/[{}]/g, (brace) => `\\${brace}`)}`,
    `<p class="lead">${operation.summary}</p>`,
    operation.description ?? '',
    operation['x-checkpoint'] ? `From checkpoint ${operation['x-checkpoint']} on.` : '',
    parameters(operation.parameters ?? []),
    ...examples('Request', operation.requestBody?.content),
    answers(operation),
    ...Object.entries(operation.responses).flatMap(([status, { content }]) => examples(`Answer ${status}`, content)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function parameters(list: Parameter[]): string {
  if (list.length === 0) return '';
  const rows = list.map((it) => [
    `\`${it.name}\``,
    it.in,
    [it.description ?? '', ruleOf(it.schema ?? {})].filter(Boolean).join(' '),
  ]);
  return table(['parameter', 'in', 'meaning'], rows);
}

function answers({ responses, ...operation }: Operation): string {
  const rows = Object.entries(responses).map(([status, response]) => [
    `**${status}**`,
    response.description,
    headers(response),
    mediaTypes(response),
    response['x-checkpoint'] ?? operation['x-checkpoint'] ?? '',
  ]);
  return table(['answer', 'when', 'headers', 'body', 'from'], rows);
}

function headers({ headers: list = {} }: Response): string {
  return Object.entries(list)
    .map(([name, header]) => `\`${name}\`${header['x-checkpoint'] ? ` (from ${header['x-checkpoint']})` : ''}`)
    .join(', ');
}

function mediaTypes({ content = {} }: Response): string {
  return Object.entries(content)
    .map(([type, { schema }]) => (schema?.name ? schemaLink(schema.name) : `\`${type}\``))
    .join(', ');
}

function examples(what: string, content: Record<string, Media> = {}): string[] {
  return Object.values(content).flatMap(({ examples: list = {} }) =>
    Object.values(list).map(({ summary, value }) =>
      shut(summary ? `${what}: ${summary}` : what, code('json', JSON.stringify(value, null, 2))),
    ),
  );
}

function schemas({ components }: Description): string {
  const objects = Object.entries(components.schemas).filter(([, schema]) => membersOf(schema).length > 0);
  return objects
    .map(([name, schema]) => `### ${name}\n\n${schema.description ?? ''}\n\n${members(schema)}`)
    .join('\n\n');
}

function membersOf(schema: Schema): [string, Schema][] {
  return [...Object.entries(schema.properties ?? {}), ...partsOf(schema).flatMap(membersOf)];
}

/** The schemas that all hold, or one of which does. */
function partsOf({ allOf = [], oneOf = [] }: Schema): Schema[] {
  return [...allOf, ...oneOf];
}

function members(schema: Schema): string {
  const required = new Set([schema, ...partsOf(schema)].flatMap((part) => part.required ?? []));
  const rows = membersOf(schema).map(([name, member]) => [
    `\`${name}\``,
    required.has(name) ? 'always' : 'may be absent',
    [member.description ?? '', ruleOf(member)].filter(Boolean).join(' '),
    member['x-checkpoint'] ?? '',
  ]);
  return table(['member', '', 'meaning', 'from'], rows);
}

function schemaLink(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

/** The rule of a value in words and code. */
function ruleOf({
  type,
  const: constant,
  enum: choices,
  pattern,
  minLength,
  maxLength,
  minimum,
  maximum,
  default: fallback,
}: Schema): string {
  const range = (low?: number, high?: number) =>
    low === undefined && high === undefined ? '' : `${low ?? 0} to ${high ?? '…'}`;
  const length = range(minLength, maxLength);
  const rules = [
    constant === undefined ? '' : `always \`${JSON.stringify(constant)}\``,
    choices ? choices.map((choice) => `\`${JSON.stringify(choice)}\``).join(' or ') : '',
    typeof type === 'string' && type !== 'object' ? type : '',
    length && `${length.replace(' to …', ' or more')} characters`,
    range(minimum, maximum),
    pattern ? `\`${pattern}\`` : '',
    fallback === undefined ? '' : `default \`${JSON.stringify(fallback)}\``,
  ].filter(Boolean);
  return rules.length > 0 ? `*${rules.join(', ')}*` : '';
}
