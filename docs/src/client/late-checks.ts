import { matchPath } from '@docusaurus/router';
import type generated from '@generated/routes';

type Routes = typeof generated;
interface Preloaded {
  preload?(): Promise<unknown>;
}

/** Puts one route in place of those of all checks, which are fetched when a check's page is first asked for. */
export default function withLateChecks(routes: Routes): Routes {
  const { pages, path } = catalogue(routes);
  const late = { path: `${path}:lab/:check/`, exact: true, component: Object.assign(() => null, { preload }) };
  pages.push(late);
  return routes;

  async function preload(): Promise<void> {
    const { checkRoutes } = await import('./check-routes.ts');
    if (pages.includes(late)) pages.splice(pages.indexOf(late), 1, ...checkRoutes());
    const here = pages.find((page) => matchPath(decodeURI(window.location.pathname), page));
    await (here?.component as Preloaded | undefined)?.preload?.();
  }
}

/** The innermost list with the labs' catalogues, such as `/checks/01-address/`, and the path that they have in common. */
function catalogue(routes: Routes): { pages: Routes; path: string } {
  for (const { path, routes: inner = [] } of routes) {
    if (!/\/checks\/$/.test(path)) continue;
    const pages = inner as Routes;
    return pages[0]?.routes ? catalogue(pages) : { pages, path };
  }
  throw new RangeError('No route leads to the checks.');
}
