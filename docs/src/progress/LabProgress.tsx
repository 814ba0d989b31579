import course from '@site/generated/course.json';
import { useRef, useState } from 'react';
import { LARGEST } from './kept.ts';
import styles from './progress.module.css';
import { importKept, standing, useProgress } from './store.ts';

/** How far one is in a lab, and the way out of this browser and into another. */
export function LabProgress({ 'data-lab': lab }: { 'data-lab': string }) {
  const progress = useProgress();
  const checkpoints = course.labs.find(({ id }) => id === lab)?.checkpoints ?? [];
  const stands = checkpoints.map((checkpoint) => ({ ...checkpoint, ...standing(progress, lab, checkpoint.id) }));
  const done = stands.filter((it) => it.done);
  const earned = stands.reduce((sum, it) => sum + earnedOf(it), 0);
  return (
    <section className={styles.progress} aria-label="Your progress">
      <p className={styles.sum}>
        <strong>
          {done.length} of {stands.length} checkpoints done
        </strong>
        <span>{Math.round(earned)} of 100 points</span>
      </p>
      <ol className={styles.line}>
        {stands.map((it) => (
          <li key={it.id} style={{ flexGrow: it.points }}>
            <a href={`#${it.anchor}`} title={it.title} data-done={it.done}>
              {it.id}
              <span aria-hidden="true">{it.done ? ' ✓' : ''}</span>
              <span className={styles.unseen}>{it.done ? ' done' : ' open'}</span>
              <span className={styles.bar}>
                <span style={{ width: `${(100 * earnedOf(it)) / it.points}%` }} />
              </span>
            </a>
          </li>
        ))}
      </ol>
      <Exchange graded={lab in progress.graded} />
    </section>
  );
}

/** Points of a checkpoint; without the grader's word, all or none. */
function earnedOf({ done, graded, points }: ReturnType<typeof standing> & { points: number }): number {
  return graded?.earned ?? (done ? points : 0);
}

function Exchange({ graded }: { graded: boolean }) {
  const { ready, kept, trouble } = useProgress();
  const [said, say] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const usual = graded ? 'From your last run of seeka grade.' : 'Kept in this browser, and nowhere else.';
  return (
    <div className={styles.exchange}>
      <p role="status">{[said, trouble].filter(Boolean).join(' ') || usual}</p>
      <button type="button" disabled={!ready} onClick={() => save(JSON.stringify(kept, null, 2))}>
        Export
      </button>
      <button type="button" disabled={!ready} onClick={() => input.current?.click()}>
        Import
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={async ({ target }) => {
          const [file] = target.files ?? [];
          if (file) say(await taken(file));
          target.value = '';
        }}
      />
    </div>
  );
}

/** Takes an exported file in; says what has come of it. */
async function taken(file: File): Promise<string> {
  try {
    if (file.size > LARGEST) throw new Error('It is larger than 1 MB, and no export is.');
    importKept(await file.text());
    return `${file.name} was added to what was here.`;
  } catch (error) {
    return `${file.name} was not imported, and nothing has changed. ${(error as Error).message}`;
  }
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: 'seeka-progress.json' }).click();
  URL.revokeObjectURL(url);
}
