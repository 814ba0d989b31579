import type { ComponentProps } from 'react';
import { labOf } from './kept.ts';
import styles from './progress.module.css';
import { setAnswer, setDone, standing, useDone, useProgress } from './store.ts';

interface OfCheckpoint {
  'data-lab': string;
  'data-checkpoint': string;
  'data-points': string;
}

/** A checkpoint's box. Where the grader has judged the checkpoint, it shows that, and cannot be ticked by hand. */
export function CheckpointDone({ 'data-lab': lab, 'data-checkpoint': id, 'data-points': points }: OfCheckpoint) {
  const progress = useProgress();
  const { done, graded } = standing(progress, lab, id);
  return (
    <label className={styles.done} data-done={done}>
      <input
        type="checkbox"
        checked={done}
        disabled={!progress.ready || graded !== undefined}
        onChange={({ target }) => inPlace(target, () => setDone(lab, id, target.checked))}
      />
      <span>{id} is done</span>
      <span className={styles.points}>
        {graded ? `${round(graded.earned)} of ${graded.points} points, as graded` : `${points} points`}
      </span>
    </label>
  );
}

/** Room for the answer to a question under "Predict". It stays in the browser. */
export function PredictAnswer({
  'data-lab': lab,
  'data-question': id,
}: {
  'data-lab': string;
  'data-question': string;
}) {
  const { ready, kept } = useProgress();
  return (
    <textarea
      className={styles.answer}
      aria-label={`Your answer to question ${id}`}
      placeholder="Your answer stays in this browser"
      rows={3}
      maxLength={10_000}
      disabled={!ready}
      value={labOf(kept, lab).answers[id] ?? ''}
      onChange={({ target }) => setAnswer(lab, id, target.value)}
    />
  );
}

/** A tier of a hint, with the next one in it: shut until it is opened, open once its checkpoint is done. */
export function Tier({ of, ...props }: ComponentProps<'details'> & { of: string }) {
  const [lab = '', checkpoint = ''] = of.split('/');
  const done = useDone(lab, checkpoint);
  return <details {...props} open={done || undefined} />;
}

/** Does what opens or shuts hints above this box, which stays where it is seen. React has drawn before the next microtask. */
function inPlace(box: HTMLElement, change: () => void): void {
  const { top } = box.getBoundingClientRect();
  change();
  queueMicrotask(() => scrollBy({ top: box.getBoundingClientRect().top - top, behavior: 'instant' }));
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}
