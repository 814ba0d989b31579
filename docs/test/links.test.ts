import { globSync, readFileSync } from 'node:fs';
import { build, buildOnce } from './support/build.ts';

interface BuiltPage {
  /** Its URL's path. */
  path: string;
  ids: Set<string>;
  hrefs: string[];
}

// 60 s: a build takes some 10 s here, and other work may go on beside it.
beforeAll(buildOnce, 60_000);

test('every link within the site leads to a page or a file, and to an anchor that is there', () => {
  const pages = new Map(builtPages().map((page) => [page.path, page]));
  const broken = [...pages.values()].flatMap(({ path, hrefs }) =>
    hrefs.filter((href) => !leadsSomewhere(href, path, pages)).map((href) => `${path} → ${href}`),
  );
  expect(pages.size).toBeGreaterThan(20);
  expect(broken).toEqual([]);
});

test('no page takes a path that belongs to a service', () => {
  const taken = /^\/(addresses|verification|api-docs|openapi\.json|persons|profiles|login|token|me|operations)(\/|$)/;
  expect(builtPages().filter(({ path }) => taken.test(path))).toEqual([]);
});

function builtPages(): BuiltPage[] {
  return globSync('**/*.html', { cwd: build }).map((file) => {
    const html = readFileSync(build + file, 'utf8');
    const path = `/${file.replace(/index\.html$/, '')}`;
    return { path, ids: new Set(attributes(html, 'id')), hrefs: attributes(html, 'href', 'a') };
  });
}

/** HTML is minified: an attribute may stand without quotes. */
function attributes(html: string, name: string, element = '\\w+'): string[] {
  const found = html.matchAll(new RegExp(`<${element}(?=\\s)[^>]*\\s${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'g'));
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&'));
}

function leadsSomewhere(href: string, from: string, pages: Map<string, BuiltPage>): boolean {
  const site = 'http://127.0.0.1:8080';
  const { origin, pathname, hash } = new URL(href, site + from);
  if (origin !== site) return true;
  const page = pages.get(pathname);
  if (!page) return globSync(`.${decodeURIComponent(pathname)}`, { cwd: build }).length > 0;
  return hash === '' || page.ids.has(decodeURIComponent(hash.slice(1)));
}
