/** What is kept of one lab. */
export interface KeptLab {
  /** Ids of the checkpoints whose box is ticked. */
  done: string[];
  /** By number of the question under "Predict". */
  answers: Record<string, string>;
}

/** What a browser keeps of a reader, and what is exported: one and the same. */
export interface Kept {
  kind: 'seeka-progress';
  version: 1;
  labs: Record<string, KeptLab>;
}

/** Bytes of a file that is imported: sixteen answers, each as long as the field takes. */
export const LARGEST = 1_000_000;

export const nothing: Kept = { kind: 'seeka-progress', version: 1, labs: {} };

/** Reads what was kept or exported. Throws, with a sentence for the reader, when the text is something else. */
export function parseKept(text: string): Kept {
  const data = parsed(text);
  if (!isObject(data) || data.kind !== 'seeka-progress') throw new Error('It is not progress that this site exported.');
  if (data.version !== 1)
    throw new Error('It was exported by another version of this site, which cannot be read here.');
  if (!isObject(data.labs)) throw new Error('Its part “labs” is missing.');
  const labs = Object.entries(data.labs).map(([id, lab]) => [id, parseLab(id, lab)] as const);
  return { ...nothing, labs: Object.fromEntries(labs) };
}

/** Both together: what is done in one is done; of answers that differ both stay, one below the other. */
export function merge(mine: Kept, theirs: Kept): Kept {
  const labs = Object.entries(theirs.labs).map(([id, lab]) => [id, mergeLabs(labOf(mine, id), lab)] as const);
  return { ...nothing, labs: { ...mine.labs, ...Object.fromEntries(labs) } };
}

/** What is kept of a lab; nothing yet, for one that is not there. */
export function labOf({ labs }: Kept, id: string): KeptLab {
  return labs[id] ?? { done: [], answers: {} };
}

function mergeLabs(mine: KeptLab, theirs: KeptLab): KeptLab {
  const answers = Object.entries(theirs.answers).map(([id, text]) => [id, both(mine.answers[id] ?? '', text)] as const);
  return {
    done: [...new Set([...mine.done, ...theirs.done])].sort(),
    answers: { ...mine.answers, ...Object.fromEntries(answers) },
  };
}

function both(mine: string, theirs: string): string {
  if (mine.includes(theirs)) return mine;
  return theirs.includes(mine) ? theirs : `${mine}\n\n${theirs}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('It is not JSON, or was cut off.');
  }
}

function parseLab(id: string, lab: unknown): KeptLab {
  const { done, answers } = isObject(lab) ? lab : {};
  const isWhole =
    /^\d\d-[a-z\d-]+$/.test(id) &&
    Array.isArray(done) &&
    done.every((it) => typeof it === 'string' && /^\d+\.\d+$/.test(it)) &&
    isObject(answers) &&
    Object.entries(answers).every(([number, text]) => /^\d+$/.test(number) && typeof text === 'string');
  if (!isWhole) throw new Error(`What it says of lab “${id.slice(0, 40)}” has another form than an export has.`);
  return { done, answers: answers as Record<string, string> };
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
