import session from '@site/generated/session.json';
import styles from './Terminal.module.css';

/** A recorded grading session: what `seeka grade` printed, from docs/captures. */
export default function Terminal() {
  return (
    <figure className={styles.terminal}>
      <pre>
        <code>
          {session.map(({ at, text, style }) => (
            <span key={at} className={classes(style)}>
              {text}
            </span>
          ))}
        </code>
      </pre>
      <figcaption>A student grades a service of their own. This is what the grader printed.</figcaption>
    </figure>
  );
}

function classes(style: string): string {
  return style
    .split(' ')
    .map((name) => styles[name] ?? '')
    .join(' ');
}
