import session from '@site/generated/session.json';
import styles from './Terminal.module.css';

/** A recorded grading session: real output of `seeka grade`, kept in docs/captures. */
export default function Terminal() {
  return (
    <figure className={styles.terminal}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: x */}
      <pre tabIndex={0}>
        <code>
          {session.map(({ text, style }, index) => (
            <span key={`${index}`} className={style.split(' ').map((name) => styles[name]).join(' ')}>{text}</span>
          ))}
        </code>
      </pre>
      <figcaption>A student grades a service of their own. This is recorded output of the grader.</figcaption>
    </figure>
  );
}
