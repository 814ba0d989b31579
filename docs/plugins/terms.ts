import { parse } from 'yaml';
import { read } from '../generate/source.ts';

interface Term {
  term: string;
  path: string;
}

/** The menu of terms: what has changed, and the other terms' sites. */
export function termMenu(baseUrl: string, terms = parse(read('docs/terms.yaml')) as Term[]) {
  const [newest] = terms;
  const here = terms.find(({ path }) => path === baseUrl) ?? newest;
  const others = terms.filter((it) => it !== here).map(toOtherSite);
  return { label: here?.term, items: [{ to: '/versions', label: 'What has changed' }, ...others] };
}

/** A link that leaves this site's base, without a new tab. */
function toOtherSite({ term, path }: Term) {
  return { href: `pathname://${path}`, html: `Site of ${term}`, autoAddBaseUrl: false, target: '_self' };
}
