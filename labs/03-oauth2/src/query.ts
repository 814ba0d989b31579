import { Problem } from '@seeka/kit/problem';
import type { Request } from 'express';

/** The values of these parameters of the query, others ignored. Problem: 400 when one comes twice. */
export function queryOf<Name extends string>(request: Request, ...names: Name[]): Partial<Record<Name, string>> {
  const query = new URL(request.originalUrl, 'http://localhost').searchParams;
  return once(query, names, (name) => new Problem(400, `The parameter ${name} came twice.`));
}

/** @param refuse what is thrown when a parameter comes twice. */
export function once<Name extends string>(
  parameters: URLSearchParams,
  names: Name[],
  refuse: (name: Name) => Error,
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const [value, ...more] = parameters.getAll(name);
    if (more.length > 0) throw refuse(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
