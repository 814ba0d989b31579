import type { Description, Operation, Parameter, Response, Schema } from './openapi.ts';

/** A line of the contract in short, and the checkpoint from which on it holds. */
export interface Line {
  text: string;
  since: string;
}

/** An operation, or a schema: its name, and below it all that belongs to it. */
export type Block = [title: Line, ...lines: Line[]];

/** The contract in short: a line for each operation, parameter, body, answer, header, schema and member. */
export function contractLines({ paths, components }: Description): Block[] {
  const operations = Object.entries(paths).flatMap(([path, { parameters, ...methods }]) =>
    Object.entries(methods)
      .filter(([, { 'x-checkpoint': since }]) => since)
      .map(([method, operation]) => operationBlock(`${method.toUpperCase()} ${path}`, operation)),
  );
  const uses = operations.flatMap(({ used }) => used);
  const schemas = Object.entries(components.schemas).flatMap(([name, schema]) => {
    const since = earliest(uses.filter((use) => use.name === name).map((use) => use.since));
    return since && isComposed(schema) ? [schemaBlock(name, schema, since)] : [];
  });
  return [...operations.map(({ block }) => block), ...schemas];
}

/**
 * What a checkpoint adds to the contract, as a unified diff of each block that it adds to, with the whole block as context.
 * Nothing is ever taken away: a line of the contract holds from its checkpoint on.
 */
export function additions(blocks: Block[], checkpoint: string): string {
  const changed = blocks.filter((block) => block.some(({ since }) => since === checkpoint));
  const diffs = changed.map((block) =>
    block
      .filter(({ since }) => inOrder(since, checkpoint) <= 0)
      .map(({ since, text }) => `${since === checkpoint ? '+' : ' '} ${text}`)
      .join('\n'),
  );
  return diffs.join('\n \n');
}

/** By number: 1.9 comes before 1.10. */
function inOrder(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

interface Use {
  name: string;
  since: string;
}

function operationBlock(name: string, operation: Operation): { block: Block; used: Use[] } {
  const { 'x-checkpoint': since = '', parameters = [], requestBody, responses } = operation;
  const used: Use[] = [];
  const taken = Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) => {
    used.push(...usesOf(schema, since));
    return { text: `  takes ${isComposed(schema) ? typeOf(schema) : type}`, since };
  });
  const answers = Object.entries(responses).flatMap(([status, response]) => {
    const from = response['x-checkpoint'] ?? since;
    for (const { schema = {} } of Object.values(response.content ?? {})) used.push(...usesOf(schema, from));
    return answerLines(status, response, from);
  });
  const asked = parameters.map((it) => ({ text: `  ${placeOf(it)} ${it.name}`, since: sinceOf(it) ?? since }));
  return { block: [{ text: name, since }, ...asked, ...taken, ...answers], used };
}

function placeOf({ in: place }: Parameter): string {
  return place === 'query' ? 'parameter' : place;
}

/** A parameter carries no mark; where it comes later than its operation, its description says so. */
function sinceOf({ description = '' }: Parameter): string | undefined {
  return /from checkpoint (\d+\.\d+) on/.exec(description)?.[1];
}

function answerLines(status: string, { content = {}, headers = {} }: Response, since: string): Line[] {
  const bodies = Object.entries(content).map(([type, { schema }]) => (schema?.name ? schema.name : type));
  return [
    { text: ['  answers', status, ...bodies].join(' '), since },
    ...Object.entries(headers).map(([name, header]) => ({
      text: `    header ${name}${header.required ? '' : '?'}`,
      since: header['x-checkpoint'] ?? since,
    })),
  ];
}

/** The schemas that a schema is made of, itself included. */
function usesOf(schema: Schema, inherited: string): Use[] {
  const since = schema['x-checkpoint'] ?? inherited;
  const parts = [
    ...partsOf(schema),
    ...Object.values(schema.properties ?? {}),
    ...(schema.items ? [schema.items] : []),
  ];
  return [...(schema.name ? [{ name: schema.name, since }] : []), ...parts.flatMap((part) => usesOf(part, since))];
}

function schemaBlock(name: string, schema: Schema, since: string): Block {
  return [{ text: name, since }, ...memberLines(schema, since, '  ')];
}

function memberLines(schema: Schema, since: string, indentation: string): Line[] {
  const inherited = partsOf(schema).flatMap((part) =>
    part.name ? [{ text: `${indentation}all of ${part.name}`, since }] : memberLines(part, since, indentation),
  );
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const from = member['x-checkpoint'] ?? since;
    const text = `${indentation}${name}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(member)}`;
    const inner = member.items ?? member;
    const isTold = inner.name !== undefined || partsOf(inner).length > 0;
    return [{ text, since: from }, ...(isTold ? [] : memberLines(inner, from, `${indentation}  `))];
  });
  return [...inherited, ...own];
}

/** It has members; anything else is told where it is used. */
function isComposed(schema: Schema): boolean {
  return schema.properties !== undefined || partsOf(schema).some(isComposed);
}

function partsOf({ allOf = [], oneOf = [] }: Schema): Schema[] {
  return [...allOf, ...oneOf];
}

/** A type as a programmer would write it, and the lengths that it allows. */
function typeOf(schema: Schema): string {
  const { name, type, const: constant, enum: choices, format, items, minLength, maxLength } = schema;
  if (constant !== undefined) return JSON.stringify(constant);
  if (choices) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if (items) return `${items.name && isComposed(items) ? items.name : typeOf(items)}[]`;
  if (name && isComposed(schema)) return name;
  const parts = partsOf(schema).filter(isComposed);
  if (parts.length > 0) return parts.map(typeOf).join(schema.oneOf ? ' | ' : ' & ');
  const types = [type ?? 'any'].flat().join(' | ');
  const length = maxLength === undefined ? [] : [`${minLength ?? 0} to ${maxLength} characters`];
  return [format ? `${types} (${format})` : types, ...length].join(', ');
}

function earliest(checkpoints: string[]): string | undefined {
  return checkpoints.sort(inOrder)[0];
}
