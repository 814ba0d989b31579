import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Response, Router } from 'express';
import { memberOf } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { nothingHere } from '../refusal.ts';
import { answer, answerDocument } from './answer.ts';
import type { Comparisons } from './comparisons.ts';
import { labOf } from './lab-pages.ts';

/** Starts comparisons of what was handed in to a lab, and shows their reports. */
export function similarityRoutes(parts: PortalParts, comparisons: Comparisons): Router {
  const router = Router();
  router.get('/labs/:lab/similarity', (request, response) => {
    const lab = labOf(parts, request.params.lab);
    const comparison = comparisons.of(lab);
    if (comparison?.state === 'running') lookAgainSoon(response);
    answer(response, 'similarity', { lab, comparison });
  });
  router.post('/labs/:lab/similarity', (request, response) => {
    const lab = labOf(parts, request.params.lab);
    comparisons.start(parts.gradebook, lab, memberOf(request).id);
    response.redirect(303, `/staff/labs/${lab}/similarity`);
  });
  // No other names, so that no path leads out of the folder.
  router.get(
    /^\/labs\/([\w-]+)\/similarity\/report\/(index\.html|pairs\.csv|pairs\/\d{3}\.html)$/,
    async (request, response) => {
      const [lab = '', file = ''] = [request.params[0], request.params[1]];
      const comparison = comparisons.of(labOf(parts, lab));
      if (comparison?.state !== 'done') throw nothingHere();
      const content = await readFile(join(comparison.folder, file), 'utf8').catch(() => {
        throw nothingHere();
      });
      if (file.endsWith('.csv')) return void response.attachment(`${lab}-pairs.csv`).type('text/csv').send(content);
      answerDocument(response, content);
    },
  );
  return router;
}

/** The browser asks again by itself, without a script; a link does the same. */
export function lookAgainSoon(response: Response): void {
  response.set('Refresh', '3');
}
