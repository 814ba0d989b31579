import type { Checkpoint } from '../types.ts';

/** The course site: as it was built for others, or as `npm start` serves it. */
function site(): string {
  const { SITE_URL = 'http://127.0.0.1:8080', SITE_BASE = '/' } = process.env;
  return new URL(SITE_BASE, SITE_URL).href.replace(/\/$/, '');
}

/** The page of a check: what it asserts, why it matters, usual mistakes. */
export function checkPage(lab: string, id: string): string {
  return `${site()}/checks/${lab}/${id}/`;
}

/** The handout of a lab at one of its checkpoints: the heading "1.3 List, filter, page" is `#13-list-filter-page`. */
export function checkpointPage(lab: string, { id, title }: Checkpoint): string {
  const anchor = `${id} ${title}`
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
  return `${site()}/labs/${lab}/#${anchor}`;
}
