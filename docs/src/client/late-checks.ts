import type generated from '@generated/routes';

type Routes = typeof generated;
interface Preloaded {
  preload?(): Promise<unknown>;
}

/**
 * Puts one route in place of those of all checks, which are fetched when a check's page is first asked for. Where that is
 * the page that somebody comes to first, its own route is made, and the others when one of them is asked for.
 */
export default function withLateChecks(routes: Routes): Routes {
  const { pages, path } = catalogue(routes);
  const late = { path: `${path}:lab/:check/`, exact: true, component: Object.assign(() => null, { preload }) };
  pages.push(late);
  return routes;

  async function preload(): Promise<void> {
    const { checkRoutes } = await import('./check-routes.ts');
    const checks = checkRoutes();
    const here = checks.find((check) => check.path === pathHere());
    const isFirst = here && !pages.some((page) => page.path === here.path);
    // Whoever clicks twice has asked twice.
    if (pages.includes(late)) pages.splice(pages.indexOf(late), isFirst ? 0 : 1, ...(isFirst ? [here] : checks));
    await (here?.component as Preloaded | undefined)?.preload?.();
  }
}

function pathHere(): string {
  return decodeURI(window.location.pathname).replace(/\/?$/, '/');
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
