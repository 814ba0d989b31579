/** One replacement in one file of the reference solution; `find` stands there exactly once. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** The reference solution with one deliberate mistake, as a student might make it. */
export interface Mutant {
  id: string;
  /** The mistake, in one sentence. */
  describes: string;
  /** The checks that must fail; all others pass, or are blocked by these. */
  kills: string[];
  edits: Edit[];
}

/** A mutant that one check alone catches; it bears the check's name. */
export function mutant(check: string, describes: string, ...edits: Edit[]): Mutant {
  return { id: check, describes, kills: [check], edits };
}

/** Edits of one file. */
export function editsOf(file: string): (find: string, replace: string) => Edit {
  return (find, replace) => ({ file, find, replace });
}
