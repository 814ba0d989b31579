import Link from '@docusaurus/Link';
import { useLocation } from '@docusaurus/router';

/** Each page is a resource too: in place of breadcrumbs stands the request line that asks for it. A lesson has slides. */
export default function RequestLine() {
  const { pathname } = useLocation();
  const [, lesson] = /\/lessons\/([\w-]+)\/?$/.exec(pathname) ?? [];
  return (
    <p className="request-line">
      <span className="verb">GET</span> {pathname}
      {lesson && <Link to={`/slides/${lesson}/`}>Slides</Link>}
    </p>
  );
}
