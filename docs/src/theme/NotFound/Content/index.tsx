import Link from '@docusaurus/Link';
import { useLocation } from '@docusaurus/router';

/** A missing page answers as the course's services do: with a problem document. */
export default function NotFoundContent() {
  const { pathname } = useLocation();
  const detail = 'There is nothing at this path.';
  const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail, instance: pathname };
  return (
    <main className="container margin-vert--xl markdown">
      <p className="request-line">
        <span className="verb">GET</span> {pathname}
      </p>
      <h1>404 Not Found</h1>
      <p>No page of this site has that address. This is how a service of the course would say so:</p>
      <pre>
        <code>{JSON.stringify(problem, null, 2)}</code>
      </pre>
      <p>
        Go to the <Link to="/">front page</Link>, or use the search above.
      </p>
    </main>
  );
}
