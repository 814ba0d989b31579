import { excerpt, fileOfCheck } from '../generate/source.ts';

interface Node {
  type: string;
  meta?: string | null;
  value?: string;
  children?: Node[];
}

interface Place {
  path: string;
  /** Of a declaration, a region or a check; without one the whole file. */
  name: string;
}

/**
 * Remark plugin: fills a code block marked `from=PATH#NAME` with that declaration or region of the repository, one marked
 * `from=PATH` with that file, one marked `check=LAB/ID` with that check.
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
  const [, from, name = ''] = /^from=([^#\s]+)#?(\S*)$/.exec(meta) ?? [];
  if (from) return { path: from, name };
  const [, lab = '', id = ''] = /^check=(.+)\/(\S+)$/.exec(meta) ?? [];
  if (!lab) return undefined;
  const path = fileOfCheck(lab, id);
  if (path === undefined) throw new Error(`${lab} has no check ${id}`);
  return { path, name: id };
}

/** Students read this site. */
function refuseAnswers({ path }: Place): void {
  if (path.startsWith('solutions/') || path.includes('/hidden/')) throw new Error(`${path} holds answers`);
}
