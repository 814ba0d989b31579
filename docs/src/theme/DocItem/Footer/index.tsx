import { useDoc } from '@docusaurus/plugin-content-docs/client';

/** Says which file of the repository a page was made from. */
export default function PageSource() {
  const { frontMatter, metadata } = useDoc();
  const { source } = frontMatter as { source?: string };
  const file = source ?? metadata.source.replace('@site/', 'docs/');
  return (
    <p className="page-source">
      Made from <code>{file}</code>
    </p>
  );
}
