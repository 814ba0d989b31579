/**
 * A page is fetched when somebody points at its link. Docusaurus would fetch all whose links come into sight, and for each
 * compare some 700 routes: half a second on a phone, for pages that mostly nobody opens.
 */
export function onRouteDidUpdate(): void {
  window.docusaurus = { ...window.docusaurus, prefetch: () => false };
}
