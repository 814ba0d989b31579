import { Problem } from '@seeka/kit/problem';

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
  throw new Problem(501, 'TODO(3.6) Compare method and path with the row, segment by segment.');
}
