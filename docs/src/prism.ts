import type { PrismTheme } from 'prism-react-renderer';

interface Inks {
  ground: string;
  plain: string;
  quiet: string;
  keyword: string;
  text: string;
  value: string;
  name: string;
}

/** Colours of code; each keeps 4.5 : 1 on its ground. */
export const light = theme({
  ground: '#f1f4fb',
  plain: '#151b36',
  quiet: '#565f80',
  keyword: '#2b3bbf',
  text: '#14713f',
  value: '#8a3d00',
  name: '#7a2a7f',
});

/** @see light */
export const dark = theme({
  ground: '#0b0f22',
  plain: '#e7eafa',
  quiet: '#98a1c6',
  keyword: '#aab6ff',
  text: '#63d69b',
  value: '#f2c566',
  name: '#e3a5ea',
});

function theme({ ground, plain, quiet, keyword, text, value, name }: Inks): PrismTheme {
  return {
    plain: { backgroundColor: ground, color: plain },
    styles: [
      { types: ['comment', 'prolog', 'punctuation', 'output'], style: { color: quiet } },
      {
        types: ['keyword', 'atrule', 'attr-name', 'property', 'header-name', 'method', 'shell-symbol'],
        style: { color: keyword },
      },
      { types: ['string', 'attr-value', 'inserted', 'char', 'url'], style: { color: text } },
      { types: ['number', 'boolean', 'constant', 'regex', 'deleted', 'status-code'], style: { color: value } },
      { types: ['function', 'class-name', 'builtin', 'tag', 'variable'], style: { color: name } },
    ],
  };
}
