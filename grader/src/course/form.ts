import { Ajv2020 } from 'ajv/dist/2020.js';

// Parts of schemas, each with words for what it wants, which `schemaFault` tells.

export const text = (maxLength: number) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description: `a text of at most ${maxLength} characters (a number in quotation marks)`,
});
export const number = (minimum: number, maximum: number) => ({
  type: 'number',
  minimum,
  maximum,
  // Exact arithmetic needs an end to the decimals.
  multipleOf: 0.01,
  description: `a number from ${minimum} to ${maximum} with at most two decimals`,
});
export const whole = (minimum: number, maximum: number) => ({
  type: 'integer',
  minimum,
  maximum,
  description: `a whole number from ${minimum} to ${maximum}`,
});
export const record = (required: string[], properties: object) => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
  description: `a map with ${Object.keys(properties).join(', ')}`,
});
// The schemas are ours: to hold them against their own schema takes 35 ms of each start.
const ajv = new Ajv2020({ allErrors: true, verbose: true, multipleOfPrecision: 6, validateSchema: false });

/** Whether a value has the form that a schema describes; if not, its `errors` say why. */
export const formOf = <T>(schema: object) => ajv.compile<T>(schema);
