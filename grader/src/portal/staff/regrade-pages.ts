import { type Request, type Response, Router } from 'express';
import { apply, regradeOf, withdraw } from '../../class/regrade.ts';
import { progressOf } from '../../class/regrade-progress.ts';
import { loadLab } from '../../lab.ts';
import { memberOf } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { Refusal } from '../refusal.ts';
import { answer, refuse, telling } from './answer.ts';
import { readReason, readRegrade } from './forms.ts';
import { kindsOf } from './kinds.ts';
import { progressWith, startRegrade } from './regrading.ts';
import { lookAgainSoon } from './similarity-pages.ts';

/** Judges a batch once more: choose, see what would change, apply, take back. */
export function regradeRoutes(parts: PortalParts): Router {
  const router = Router();
  router.get(
    '/batches/:batch/regrade',
    telling(async (request, response) => {
      const [check] = [request.query.check].flat();
      const filled = typeof check === 'string' ? { scope: 'some', checks: [check] } : {};
      answer(response, 'regrade-form', { ...(await choices(parts, request)), filled });
    }),
  );
  router.post(
    '/batches/:batch/regrades',
    telling(async (request, response) => {
      const { batch, lab, rubric } = await choices(parts, request);
      const { value, faults } = readRegrade(
        request.body,
        rubric.checks.map(({ id }) => id),
      );
      if (faults) return refuse(response, 'regrade-form', { ...{ batch, lab, rubric }, faults, filled: request.body });
      const { id } = await startRegrade(parts, batch, value, memberOf(request).id);
      response.redirect(303, `/staff/regrades/${id}`);
    }),
  );
  router.get(
    '/regrades/:id',
    telling((request, response) => show(parts, request, response)),
  );
  router.post('/regrades/:id/apply', telling(applying(parts)));
  router.post('/regrades/:id/withdraw', telling(withdrawing(parts)));
  return router;
}

async function choices({ gradebook, course }: PortalParts, { params }: Request) {
  const { id: batch, lab } = await gradebook.batchOf({ batch: String(params.batch) });
  const { rubric } = await loadLab(course, lab);
  return { batch, lab, rubric };
}

async function show(
  parts: PortalParts,
  { params }: Request,
  response: Response,
  wrong?: { faults: object; filled: object },
) {
  const regrade = await regradeOf(parts.gradebook.knex, String(params.id));
  const { lab } = await parts.gradebook.batchOf(regrade);
  const { faults, ...progress } = await progressWith(parts, regrade);
  if (!progress.changes && regrade.withdrawnAt === null) lookAgainSoon(response);
  const events = await parts.gradebook.knex('events').whereLike('what', `% ${regrade.id}`).orderBy('id');
  const data = { lab, regrade, events, kinds: kindsOf(faults), ...progress };
  if (wrong) refuse(response, 'regrade', { ...data, ...wrong });
  else answer(response, 'regrade', data);
}

function applying({ gradebook }: PortalParts) {
  return async (request: Request, response: Response) => {
    const regrade = await regradeOf(gradebook.knex, String(request.params.id));
    const { done, total } = await progressOf(gradebook, regrade);
    if (done < total) {
      const message = `${done} of ${total} attempts are judged so far.`;
      throw new Refusal(409, 'It is not judged to the end', message, 'Wait for the preview, and look at it first.');
    }
    await apply(gradebook, regrade, memberOf(request).id);
    response.redirect(303, `/staff/regrades/${regrade.id}`);
  };
}

function withdrawing(parts: PortalParts) {
  return async (request: Request, response: Response) => {
    const { value, faults } = readReason(request.body);
    if (faults) return await show(parts, request, response, { faults, filled: request.body });
    const regrade = await regradeOf(parts.gradebook.knex, String(request.params.id));
    await withdraw(parts.gradebook, regrade, memberOf(request).id, value.reason);
    response.redirect(303, `/staff/regrades/${regrade.id}`);
  };
}
