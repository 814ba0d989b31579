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

/** The text of a file after an edit; undefined where what is to be replaced does not stand exactly once. */
export function edited(text: string, { find, replace }: Edit): string | undefined {
  const parts = text.split(find);
  return parts.length === 2 ? parts.join(replace) : undefined;
}

/** Edits of one file. */
export function editsOf(file: string): (find: string, replace: string) => Edit {
  return (find, replace) => ({ file, find, replace });
}
