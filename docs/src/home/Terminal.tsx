import sessions from '@site/generated/sessions.json';
import styles from './Terminal.module.css';

/** Two recorded grading sessions, before and after a mistake is mended: what `seeka grade` printed, from docs/captures. */
export default function Terminal() {
  return (
    <figure className={styles.terminal}>
      <div className={styles.screen}>
        <Session of={sessions.grade} />
        <Session of={sessions.mended} />
      </div>
      <figcaption>
        A student grades a service of their own, mends the comparison that it forgot, and grades it again. This is what
        the grader printed.
      </figcaption>
    </figure>
  );
}

function Session({ of }: { of: typeof sessions.grade }) {
  return (
    <pre>
      <code>
        {of.map(({ at, text, style }) => (
          <span key={at} className={classes(style)}>
            {text}
          </span>
        ))}
      </code>
    </pre>
  );
}

function classes(style: string): string {
  return style
    .split(' ')
    .map((name) => styles[name] ?? '')
    .join(' ');
}
