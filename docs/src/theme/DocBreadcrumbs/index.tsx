import { useLocation } from '@docusaurus/router';

/** Each page is a resource too: in place of breadcrumbs stands the request line that asks for it. */
export default function RequestLine() {
  const { pathname } = useLocation();
  return (
    <p className="request-line">
      <span className="verb">GET</span> {pathname}
    </p>
  );
}
