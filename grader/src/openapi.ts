import { setFlagsFromString } from 'node:v8';
import { dereference } from '@readme/openapi-parser';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Any part of the description that may say from which checkpoint on it holds. */
interface Marked {
  'x-checkpoint'?: string;
}

interface Header extends Marked {
  required?: boolean;
  schema?: object;
}

interface Response extends Marked {
  headers?: Record<string, Header>;
  content?: Record<string, { schema?: object }>;
}

interface OperationObject extends Marked {
  operationId: string;
  responses: Record<string, Response>;
}

/** One response that the description allows, ready to judge answers. */
export interface ResponseRule {
  checkpoint: string;
  /** Every checkpoint that has a part in it. */
  checkpoints: Set<string>;
  mediaTypes: Map<string, ValidateFunction>;
  headers: { name: string; required: boolean; checkpoint: string; validate: ValidateFunction }[];
}

/** One operation of `openapi.yaml`. */
export interface OperationRule {
  id: string;
  method: string;
  template: string;
  pattern: RegExp;
  checkpoint: string;
  /** Every checkpoint that has a part in it, in order. */
  parts: string[];
  responses: Map<number, ResponseRule>;
}

// Patterns judge what a stranger sends. After too many steps back V8 goes on in time linear in the text, without the flag u.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Reads a description (OpenAPI 3.1) into rules. Operations without `x-checkpoint` are not judged. */
export async function readRules(file: string): Promise<OperationRule[]> {
  const { paths = {} } = (await dereference(file)) as { paths?: Record<string, object> };
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, logger: false, unicodeRegExp: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  return Object.entries(paths).flatMap(([template, path]) =>
    METHODS.flatMap((method) => {
      const operation = (path as Record<string, OperationObject | undefined>)[method];
      return operation?.['x-checkpoint'] ? [operationRule(ajv, method, template, operation)] : [];
    }),
  );
}

function operationRule(ajv: Ajv2020, method: string, template: string, operation: OperationObject): OperationRule {
  const checkpoint = operation['x-checkpoint'] as string;
  const responses = Object.entries(operation.responses).map(
    ([status, response]) => [Number(status), responseRule(ajv, response, checkpoint)] as const,
  );
  const pattern = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/?]+')}(\\?|$)`);
  const id = operation.operationId;
  const parts = [...new Set([checkpoint, ...responses.flatMap(([, { checkpoints }]) => [...checkpoints])])].sort();
  return { id, method: method.toUpperCase(), template, pattern, checkpoint, parts, responses: new Map(responses) };
}

function responseRule(ajv: Ajv2020, response: Response, inherited: string): ResponseRule {
  const checkpoint = response['x-checkpoint'] ?? inherited;
  const headers = Object.entries(response.headers ?? {}).map(([name, header]) => ({
    name: name.toLowerCase(),
    required: header.required ?? false,
    checkpoint: header['x-checkpoint'] ?? checkpoint,
    validate: ajv.compile(header.schema ?? {}),
  }));
  const content = Object.entries(response.content ?? {});
  const checkpoints = new Set([checkpoint, ...headers.map((header) => header.checkpoint)]);
  for (const [, { schema }] of content) for (const part of marksIn(schema)) checkpoints.add(part);
  const mediaTypes = content.map(([type, { schema }]) => [type.toLowerCase(), ajv.compile(schema ?? {})] as const);
  return { checkpoint, checkpoints, headers, mediaTypes: new Map(mediaTypes) };
}

function* marksIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  const mark = (schema as Marked)['x-checkpoint'];
  if (mark) yield mark;
  for (const part of Object.values(schema)) yield* marksIn(part);
}

/** The checkpoint of the part of a schema that an error is about; undefined when the part carries none. */
export function checkpointOf(error: ErrorObject, root: object): string | undefined {
  const missing = error.keyword === 'required' ? ['properties', error.params.missingProperty as string] : [];
  const steps = [...error.schemaPath.split('/').slice(1, -1), ...missing];
  let part: unknown = root;
  let found: string | undefined;
  for (const step of steps) {
    part = (part as Record<string, unknown> | undefined)?.[
      decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    ];
    found = (part as Marked | undefined)?.['x-checkpoint'] ?? found;
  }
  return found;
}
