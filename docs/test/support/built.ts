import { globSync, readFileSync } from 'node:fs';

export interface BuiltPage {
  /** Its URL's path, from the front page on. */
  path: string;
  title: string;
  description: string;
  ids: Set<string>;
  /** What it leads to, and what it is made of. */
  hrefs: string[];
}

/** All pages of a site as it was built into this folder. */
export function builtPages(folder: string): BuiltPage[] {
  return globSync('**/*.html', { cwd: folder }).map((file) => {
    const html = readFileSync(`${folder}/${file}`, 'utf8');
    const [description = ''] = attributes(html, 'content', 'meta(?=[^>]* name="?description"?)');
    const [, title = ''] = /<title[^>]*>([^<]*)</.exec(html) ?? [];
    const hrefs = [
      ...attributes(html, 'href', '(?:a|link(?![^>]* rel="?(?:canonical|alternate)))'),
      ...attributes(html, 'src', '(?:img|script)'),
    ];
    const path = `/${file.replace(/index\.html$/, '')}`;
    return { path, title, description, ids: new Set(attributes(html, 'id')), hrefs };
  });
}

/** Links within a site that lead to no page, file or anchor of it. `base` is the path of its front page. */
export function brokenLinks(folder: string, base = '/'): string[] {
  const pages = new Map(builtPages(folder).map((page) => [page.path, page]));
  return [...pages.values()].flatMap(({ path, hrefs }) => {
    const from = `http://127.0.0.1:8080${base.slice(0, -1)}${path}`;
    return hrefs.filter((href) => !leadsSomewhere(new URL(href, from), from)).map((href) => `${path} → ${href}`);
  });

  function leadsSomewhere({ origin, pathname, hash }: URL, from: string): boolean {
    if (origin !== new URL(from).origin) return true;
    if (!pathname.startsWith(base)) return false;
    const path = pathname.slice(base.length - 1);
    const page = pages.get(path);
    if (!page) return globSync(`.${decodeURIComponent(path)}`, { cwd: folder }).length > 0;
    return hash === '' || page.ids.has(decodeURIComponent(hash.slice(1)));
  }
}

/** HTML is minified: an attribute may stand without quotes. */
function attributes(html: string, name: string, element = '\\w+'): string[] {
  const found = html.matchAll(new RegExp(`<${element}(?=\\s)[^>]*\\s${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'g'));
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&'));
}
