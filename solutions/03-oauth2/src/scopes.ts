// @lab:begin 3.6
// @lab:starter
//| import { Problem } from '@seeka/kit/problem';
//|
// @lab:end
/** Who may do what: a token with this scope may use these methods on paths of this form. */
export interface Row {
  path: string;
  methods: string[];
  scope: string;
}

export interface Wish {
  method: string;
  path: string;
  /** The `sub` of the token. */
  principal: string;
}

/** Whether a row is about this wish. */
export function fits({ path: template, methods }: Row, { method, path, principal }: Wish): boolean {
  // @lab:begin 3.6
  // Nothing is decoded or normalised, and no text becomes a pattern: so no spelling of a path slips past.
  const [wanted, given] = [template.split('/'), path.split('/')];
  const same = (part: string, index: number) => {
    const segment = given[index] ?? '';
    if (part === '{sub}') return segment === principal;
    return /^\{\w+\}$/.test(part) ? /^[\w-]+$/.test(segment) : segment === part;
  };
  return methods.includes(method) && wanted.length === given.length && wanted.every(same);
  // @lab:starter
  //| throw new Problem(501, 'TODO(3.6) Compare method and path with the row, segment by segment.');
  // @lab:end
}
