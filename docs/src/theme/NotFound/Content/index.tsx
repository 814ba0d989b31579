import Link from '@docusaurus/Link';
import { useAllDocsData } from '@docusaurus/plugin-content-docs/client';
import { useLocation } from '@docusaurus/router';
import { PageMetadata } from '@docusaurus/theme-common';
import useBaseUrl from '@docusaurus/useBaseUrl';
import useIsBrowser from '@docusaurus/useIsBrowser';
import { nearest } from './nearest';
import styles from './styles.module.css';

/** A missing page answers as the course's services do, with a problem document; and it helps on. */
export default function NotFoundContent() {
  // The page is made once, for all paths: which one was asked for is known in the browser.
  const asked = useLocation().pathname;
  const pathname = useIsBrowser() ? asked : '…';
  const detail = 'There is nothing at this path.';
  const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail, instance: pathname };
  return (
    <main className="container margin-vert--xl markdown">
      <PageMetadata title="404 Not Found" />
      <p className="request-line">
        <span className="verb">GET</span> {pathname}
      </p>
      <h1>404 Not Found</h1>
      <p>No page of this site has that address.</p>
      <Likely asked={pathname} />
      <search>
        <form action={useBaseUrl('/search/')} className={styles.search}>
          <input type="search" name="q" aria-label="Words to search for" placeholder="Search all pages" />
          <button type="submit">Search</button>
        </form>
      </search>
      <ul>
        <li>
          To take the course: <Link to="/start/student">start as a student</Link>
        </li>
        <li>
          To teach it: <Link to="/start/instructor">start as an instructor</Link>
        </li>
        <li>
          To read: <Link to="/start/reader">start as a reader</Link>, or from the <Link to="/">front page</Link>
        </li>
      </ul>
      <p>This is how a service of the course would say so:</p>
      <pre>
        <code>{JSON.stringify(problem, null, 2)}</code>
      </pre>
    </main>
  );
}

/** The pages whose addresses are most like the one asked for. */
function Likely({ asked }: { asked: string }) {
  const paths = Object.values(useAllDocsData()).flatMap(({ versions }) =>
    versions.flatMap(({ docs }) => docs.map(({ path }) => path.replace(/\/?$/, '/'))),
  );
  const found = nearest(asked, paths);
  if (found.length === 0) return null;
  return (
    <p>
      Did you mean{' '}
      {found.map((path, at) => (
        <span key={path}>
          {at > 0 && ' or '}
          <Link to={path}>{path}</Link>
        </span>
      ))}
      ?
    </p>
  );
}
