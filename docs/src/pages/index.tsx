import Link from '@docusaurus/Link';
import course from '@site/generated/course.json';
import { Road } from '@site/src/home/Road';
import Terminal from '@site/src/home/Terminal';
import Layout from '@theme/Layout';
import styles from './index.module.css';

/** Says in ten seconds what this is and for whom, and shows it. */
export default function Home() {
  return (
    <Layout
      title="A course kit for microservices"
      description="A course kit for microservices: lessons, labs, and a grader that judges a service by HTTP alone and says why."
    >
      <main className={styles.home}>
        <Opening />
        <Doors />
        <Road />
        <Proof />
        <Lessons />
      </main>
    </Layout>
  );
}

function Opening() {
  return (
    <header className={styles.opening}>
      <div>
        <p className={styles.kind}>A course kit for microservices</p>
        <h1>Build a web service. Then find out whether it is right.</h1>
        <p className="lead">
          You write the service. The grader starts it, talks to it by HTTP as any client would, cuts its database, kills
          it, and tells you which sentence of the contract it broke, with the request to repeat.
        </p>
        <p className={styles.actions}>
          <Link className={styles.primary} to="/labs/01-address">
            Open Lab 01
          </Link>
          <Link to="/start/student">How to start</Link>
        </p>
      </div>
      <Terminal />
    </header>
  );
}

const doors = [
  {
    who: 'I take the course',
    to: '/start/student',
    text: 'From a clone to a first graded checkpoint. You know JavaScript; you need not have built a service before.',
    command: 'npx --no-install seeka doctor',
  },
  {
    who: 'I teach a course',
    to: '/start/instructor',
    text: 'See the lab graded, read how the grader itself is tested, and hand out a starter.',
    command: 'npx --no-install seeka grade solutions/01-address',
  },
  {
    who: 'I came to read',
    to: '/start/reader',
    text: 'The lessons, the contracts, and every check with its source. Nothing to install.',
    command: 'GET /lessons/resources-and-links/',
  },
];

function Doors() {
  return (
    <section aria-labelledby="doors">
      <h2 id="doors">Three ways in</h2>
      <ul className={styles.doors}>
        {doors.map(({ who, to, text, command }) => (
          <li key={to}>
            <h3>
              <Link to={to}>{who}</Link>
            </h3>
            <p>{text}</p>
            <code>{command}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How far the grades can be trusted, in the numbers of the last full runs. */
function Proof() {
  const { checks, mutants, killed, good, runs, perfect } = course.proof;
  const numbers = [
    [checks, 'checks, each a sentence of a contract that can be tried by HTTP'],
    [`${killed} of ${mutants}`, 'services with one deliberate mistake were caught, by the checks named for it'],
    [`${perfect} of ${runs}`, `runs of ${good} correct services, written in different ways, scored 100`],
  ] as const;
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">The grader is graded, too</h2>
      <dl className={styles.proof}>
        {numbers.map(([number, what]) => (
          <div key={what}>
            <dt>{number}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link to="/validity/01-address">What the last full run found</Link>
      </p>
    </section>
  );
}

function Lessons() {
  return (
    <section aria-labelledby="lessons">
      <h2 id="lessons">{course.lessons.length} lessons: the ideas, before they are needed</h2>
      <ul className={styles.lessons}>
        {course.lessons.map(({ id, title }) => (
          <li key={id}>
            <Link to={`/lessons/${id}`}>{title}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
