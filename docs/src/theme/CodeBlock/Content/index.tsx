import { useCodeBlockContext } from '@docusaurus/theme-common/internal';
import { Coloured } from '@site/src/code/coloured.ts';
import { use } from 'react';
import styles from './styles.module.css';

/** The code of a block, as it was coloured when the site was built. */
export default function CodeBlockContent() {
  const { metadata, wordWrap } = useCodeBlockContext();
  const coloured = use(Coloured);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <pre ref={wordWrap.codeBlockRef} tabIndex={0} className={`${styles.block} thin-scrollbar`}>
      {coloured === undefined ? (
        <code>{metadata.code}</code>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made by Prism from the site's own sources.
        <code dangerouslySetInnerHTML={{ __html: coloured }} />
      )}
    </pre>
  );
}
