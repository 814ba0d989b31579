import Link from '@docusaurus/Link';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';

/** Says which file of the repository a page was made from, and of a lab when its grader was last verified. */
export default function PageSource() {
  const { siteConfig } = useDocusaurusContext();
  const { frontMatter, metadata } = useDoc();
  const { source, verified } = frontMatter as { source?: string; verified?: string };
  const file = source ?? metadata.source.replace('@site/', 'docs/');
  const { editUrl } = siteConfig.customFields as { editUrl?: string };
  return (
    <p className="page-source">
      Made from <code>{file}</code>
      {editUrl && /\.mdx?$/.test(file) && (
        <>
          {' · '}
          <Link to={editUrl + file}>Edit this page</Link>
        </>
      )}
      {verified && (
        <>
          {' · '}
          <Link to={metadata.permalink.replace('/labs/', '/validity/')}>Grader last verified on {verified}</Link>
        </>
      )}
    </p>
  );
}
