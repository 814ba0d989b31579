import { useSyncExternalStore } from 'react';
import { type Kept, type KeptLab, labOf, merge, nothing, parseKept } from './kept.ts';

/** Points by lab and checkpoint, as the grader gave them last: `GET /progress.json` of a course that runs here. */
type Graded = Record<string, Record<string, { points: number; earned: number } | undefined> | undefined>;

interface State {
  /** False on the server and until the page has come to life. */
  ready: boolean;
  kept: Kept;
  graded: Graded;
  /** Why nothing can be kept; '' when it can. */
  trouble: string;
}

const KEY = 'seeka-progress';
const before: State = { ready: false, kept: nothing, graded: {}, trouble: '' };
let state = before;
const listeners = new Set<() => void>();

/** How far the reader is. The same for all parts of a page, and for all its windows. */
export function useProgress(): State {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => before,
  );
}

/** Whether a checkpoint is done. Nothing is drawn anew by other changes, of which a page with many hints would have many. */
export function useDone(lab: string, checkpoint: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => standing(state, lab, checkpoint).done,
    () => standing(before, lab, checkpoint).done,
  );
}

/** The grader's word on a checkpoint where there is one, else the reader's own. */
export function standing({ kept, graded }: State, lab: string, checkpoint: string) {
  const given = graded[lab]?.[checkpoint];
  // 1e-9: shares such as 20/3 do not add up to a whole number exactly.
  const done = given ? given.earned > given.points - 1e-9 : labOf(kept, lab).done.includes(checkpoint);
  return { done, graded: given };
}

/** Ticks a checkpoint's box, or takes the tick away. */
export function setDone(lab: string, checkpoint: string, done: boolean): void {
  changeLab(lab, (it) => {
    const others = it.done.filter((id) => id !== checkpoint);
    return { ...it, done: done ? [...others, checkpoint].sort() : others };
  });
}

/** Keeps the answer to a question under "Predict". */
export function setAnswer(lab: string, question: string, text: string): void {
  changeLab(lab, (it) => ({ ...it, answers: { ...it.answers, [question]: text } }));
}

/** Adds an export to what is here. Throws, and changes nothing, when the text is no export. */
export function importKept(text: string): void {
  const theirs = parseKept(text);
  keep((mine) => merge(mine, theirs));
}

function changeLab(id: string, change: (lab: KeptLab) => KeptLab): void {
  keep((kept) => ({ ...kept, labs: { ...kept.labs, [id]: change(labOf(kept, id)) } }));
}

/** Reads anew before it writes: another window may have written meanwhile. */
function keep(change: (kept: Kept) => Kept): void {
  const now = state.trouble ? state : read();
  const kept = change(now.kept);
  show({ kept, trouble: now.trouble || written(kept) });
}

function read(): Pick<State, 'kept' | 'trouble'> {
  try {
    const text = localStorage.getItem(KEY);
    return { kept: text === null ? nothing : parseKept(text), trouble: '' };
  } catch {
    return {
      kept: nothing,
      trouble: 'What this browser has kept cannot be read. It is left alone; export what you add.',
    };
  }
}

function written(kept: Kept): string {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
    return '';
  } catch {
    return 'This browser keeps nothing: its storage is full or switched off. Export before you leave.';
  }
}

function show(changes: Partial<State>): void {
  state = { ...state, ...changes };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!state.ready) begin();
  return () => listeners.delete(listener);
}

function begin(): void {
  state = { ...state, ...read(), ready: true };
  addEventListener('storage', ({ key }) => key === KEY && show(read()));
  const source = sourceOfGrades();
  if (source === undefined) return;
  const ask = () => void askGrader(source);
  ask();
  // Back from the terminal, where the grader has run meanwhile.
  addEventListener('focus', ask);
}

/** Only a course that runs on this machine says in its pages' headers that it knows; nobody else is asked. */
function sourceOfGrades(): string | undefined {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return page?.serverTiming?.find(({ name }) => name === 'progress')?.description;
}

/** A course that has been stopped meanwhile leaves what is shown as it is. */
async function askGrader(source: string): Promise<void> {
  const answer = await fetch(source).catch(() => undefined);
  const graded = answer?.ok ? ((await answer.json().catch(() => undefined)) as Graded | undefined) : undefined;
  if (graded) show({ graded });
}
