import course from '@site/generated/course.json';
import styles from './SidebarProgress.module.css';
import { standing, useProgress } from './store.ts';

/** A lab's name, and how many of its checkpoints are done; nothing before the first one is. */
export function SidebarProgress({ lab, label }: { lab: string; label: string }) {
  const progress = useProgress();
  const checkpoints = course.labs.find(({ id }) => id === lab)?.checkpoints ?? [];
  const done = checkpoints.filter(({ id }) => standing(progress, lab, id).done).length;
  if (done === 0) return label;
  return (
    <span className={styles.lab}>
      {label}
      <span className={styles.done} data-all={done === checkpoints.length}>
        <span aria-hidden="true">
          {done}/{checkpoints.length}
        </span>
        <span className={styles.unseen}>
          , {done} of {checkpoints.length} checkpoints done
        </span>
      </span>
    </span>
  );
}
