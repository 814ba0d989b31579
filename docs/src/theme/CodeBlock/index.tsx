import type { Props } from '@theme/CodeBlock';
import { useRef, useState } from 'react';
import styles from './styles.module.css';

/** A block of code, as it was coloured when the site was built. It costs a page little: a handout has a hundred of them. */
export default function CodeBlock({
  children,
  className = '',
  metastring,
  title,
  coloured,
}: Props & { coloured?: string }) {
  const pre = useRef<HTMLPreElement>(null);
  const name = title ?? /\btitle="([^"]*)"/.exec(metastring ?? '')?.[1];
  return (
    <div className={`theme-code-block ${className} ${styles.block}`}>
      {name && <div className={styles.codeBlockTitle}>{name}</div>}
      <div className={styles.body}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <pre ref={pre} tabIndex={0} className="thin-scrollbar">
          {coloured === undefined ? (
            <code>{children}</code>
          ) : (
            // biome-ignore lint/security/noDangerouslySetInnerHtml: made by Prism from the site's own sources.
            <code dangerouslySetInnerHTML={{ __html: coloured }} />
          )}
        </pre>
        <Copy from={() => pre.current} />
      </div>
    </div>
  );
}

/** How long the button says so. */
const COPIED_MS = 2_000;

function Copy({ from }: { from(): HTMLPreElement | null }) {
  const [copied, setCopied] = useState(false);
  const click = async () => {
    setCopied(await copy(from()));
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button type="button" className={styles.copy} onClick={click}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

/** Whether it is on the clipboard: of a session the commands. Where a page may not write there, all is selected. */
async function copy(code: HTMLPreElement | null): Promise<boolean> {
  if (!code) return false;
  const commands = [...code.querySelectorAll('.token.bash')];
  const text = (commands.length > 0 ? commands : [code]).map(({ textContent }) => textContent).join('\n');
  try {
    await navigator.clipboard.writeText(text.trimEnd());
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
