import type { PrismTheme } from 'prism-react-renderer';

const ink = (types: string[], name: string) => ({ types, style: { color: `var(--code-${name})` } });

/** Colours of code. They stand in `tokens.css`, so that they follow the scheme without a script, and on paper. */
export const codeColours: PrismTheme = {
  plain: { color: 'var(--ink)', backgroundColor: 'var(--sunken)' },
  styles: [
    ink(['comment', 'prolog', 'punctuation', 'output'], 'quiet'),
    ink(['keyword', 'atrule', 'attr-name', 'property', 'header-name', 'method', 'shell-symbol'], 'keyword'),
    ink(['string', 'attr-value', 'inserted', 'char', 'url'], 'text'),
    ink(['number', 'boolean', 'constant', 'regex', 'deleted', 'status-code'], 'value'),
    ink(['function', 'class-name', 'builtin', 'tag', 'variable'], 'name'),
  ],
};
