import Prism from 'prismjs';
import loadLanguages from 'prismjs/components/index.js';

interface Node {
  type: string;
  lang?: string | null;
  value?: string;
  data?: { hProperties?: Record<string, unknown> };
  children?: Node[];
}

loadLanguages(['typescript', 'json', 'bash', 'shell-session', 'http', 'sql', 'yaml', 'diff']);

/**
 * Remark plugin: colours code while the site is built. In the reader's browser Prism would cost 50 kB, and a third of the
 * time that a page needs to come to life.
 */
export default function colourCode() {
  return colour;
}

function colour(node: Node): void {
  const { type, lang, value } = node;
  const grammar = type === 'code' && lang ? Prism.languages[lang] : undefined;
  if (grammar && lang && value !== undefined) {
    const coloured = Prism.highlight(value, grammar, lang);
    node.data = { ...node.data, hProperties: { ...node.data?.hProperties, coloured } };
  }
  node.children?.forEach(colour);
}
