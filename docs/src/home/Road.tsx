import Link from '@docusaurus/Link';
import course from '@site/generated/course.json';
import styles from './Road.module.css';

/** The labs as a road: each builds on those before it, and together they are Seeka. */
export function Road() {
  return (
    <section aria-labelledby="road">
      <h2 id="road">{numberWord(course.labs.length)} labs, one road to Seeka</h2>
      <p>Each lab is one service and 100 points. Each checkpoint works before you begin the next.</p>
      <ol className={styles.road}>
        {course.labs.map((lab) => (
          <Station key={lab.id} {...lab} />
        ))}
        <li className={styles.end}>
          <h3>
            <Link to="/lessons/architecture">
              <span>Together</span> Seeka
            </Link>
          </h3>
          <p>All of them behind one gateway, with a log-on. Put your own services in, one by one.</p>
          <code>npm start</code>
        </li>
      </ol>
    </section>
  );
}

function Station({ id, title, about, checks, checkpoints }: (typeof course.labs)[number]) {
  return (
    <li>
      <h3>
        <Link to={`/labs/${id}`}>
          <span>Lab {id.slice(0, 2)}</span> {title}
        </Link>
      </h3>
      <p>{about}</p>
      <ol>
        {checkpoints.map((checkpoint) => (
          <li key={checkpoint.id}>
            <Link to={`/labs/${id}#${checkpoint.anchor}`}>
              <b>{checkpoint.id}</b> {checkpoint.title}
            </Link>
          </li>
        ))}
      </ol>
      <p className={styles.sum}>
        <Link to={`/checks/${id}`}>
          {checkpoints.length} checkpoints, {checks} checks
        </Link>
      </p>
    </li>
  );
}

function numberWord(count: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'][count] ?? String(count);
}
