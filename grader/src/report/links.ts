import type { Checkpoint } from '../types.ts';

/** The course site as `npm start` serves it. */
const SITE = 'http://127.0.0.1:8080';

/** The page of a check: what it asserts, why it matters, usual mistakes. */
export function checkPage(lab: string, id: string): string {
  return `${SITE}/checks/${lab}/${id}/`;
}

/** The handout of a lab at one of its checkpoints: the heading "1.3 List, filter, page" is `#13-list-filter-page`. */
export function checkpointPage(lab: string, { id, title }: Checkpoint): string {
  const anchor = `${id} ${title}`
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
  return `${SITE}/labs/${lab}/#${anchor}`;
}
