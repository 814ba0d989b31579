import { excerpt, fileOfCheck } from '../generate/source.ts';

interface Node {
  type: string;
  meta?: string | null;
  value?: string;
  children?: Node[];
}

interface Place {
  path: string;
  name: string;
}

/**
 * Remark plugin: fills a code block marked `from=PATH#NAME` with that declaration of the repository, one marked
 * `check=LAB/ID` with that check.
 */
export default function codeFromSource() {
  return fill;
}

function fill(node: Node): void {
  const place = node.type === 'code' ? placeOf(node.meta ?? '') : undefined;
  if (place) {
    refuseAnswers(place);
    node.value = excerpt(place.path, place.name);
    node.meta = `title="${place.path}"`;
  }
  node.children?.forEach(fill);
}

function placeOf(meta: string): Place | undefined {
  const [, kind, where = '', name = ''] = /^(from|check)=(.+)[#/](\S+)$/.exec(meta) ?? [];
  if (kind === undefined) return undefined;
  const path = kind === 'check' ? fileOfCheck(where, name) : where;
  if (path === undefined) throw new Error(`${where} has no check ${name}`);
  return { path, name };
}

/** Students read this site. */
function refuseAnswers({ path }: Place): void {
  if (path.startsWith('solutions/') || path.includes('/hidden/')) throw new Error(`${path} holds answers`);
}
