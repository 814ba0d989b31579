import { excerpt } from '../generate/source.ts';

interface Node {
  type: string;
  meta?: string | null;
  value?: string;
  children?: Node[];
}

/** Remark plugin: fills a code block marked `from=path#name` with that declaration of the repository. */
export default function codeFromSource() {
  return fill;
}

function fill(node: Node): void {
  const [, path, name] = /^from=([^#\s]+)#(\S+)/.exec(node.meta ?? '') ?? [];
  if (node.type === 'code' && path && name) {
    refuseAnswers(path);
    node.value = excerpt(path, name);
    node.meta = `title="${path}"`;
  }
  node.children?.forEach(fill);
}

/** Students read this site. */
function refuseAnswers(path: string): void {
  if (path.startsWith('solutions/') || path.includes('/hidden/')) throw new Error(`${path} holds answers`);
}
