import { parse } from 'yaml';
import { read } from './source.ts';

/** The parts of an OpenAPI 3.1 description that the contract page shows. */
export interface Description {
  info: { title: string; version: string; summary: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  'x-checkpoint'?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Response>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Response {
  description: string;
  headers?: Record<string, { description?: string; required?: boolean; 'x-checkpoint'?: string }>;
  content?: Record<string, Media>;
  'x-checkpoint'?: string;
}

export interface Media {
  schema?: Schema;
  examples?: Record<string, { summary?: string; value: unknown }>;
}

export interface Schema {
  /** Name under `components/schemas`, when it came from there. */
  name?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  description?: string;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  'x-checkpoint'?: string;
}

/** Reads a description, with every local `$ref` replaced by what it names. No schema of the course refers to itself. */
export function readDescription(path: string): Description {
  const document: unknown = parse(read(path));
  return resolved(document, document) as Description;
}

function resolved(part: unknown, document: unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => resolved(item, document));
  if (typeof part !== 'object' || part === null) return part;
  const { $ref } = part as { $ref?: string };
  // A parameter has a name of its own.
  if ($ref) return { name: $ref.split('/').at(-1), ...(resolved(lookUp(document, $ref), document) as object) };
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, resolved(value, document)]));
}

function lookUp(document: unknown, ref: string): unknown {
  const found = ref
    .split('/')
    .slice(1)
    .reduce<unknown>((part, step) => (part as Record<string, unknown>)?.[step], document);
  if (found === undefined) throw new Error(`${ref} names nothing.`);
  return found;
}
