import { type Request, type Response, Router } from 'express';
import { ExtensionRefused, extensionsOf, grantExtension, withdrawExtension } from '../../class/extensions.ts';
import { shown } from '../../course/local-time.ts';
import { memberOf } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { answer, telling } from './answer.ts';
import { field, readExtension, readReason } from './forms.ts';

/** More time for students: what the course file grants, and what the portal does. */
export function extensionRoutes(parts: PortalParts): Router {
  const router = Router();
  router.get('/extensions', async (request, response) => {
    const [student] = [request.query.student].flat();
    await show(parts, response, { faults: {}, filled: typeof student === 'string' ? { student } : {} });
  });
  router.post('/extensions', async (request, response) => {
    try {
      await grantExtension(parts.gradebook, parts.roll.course, readExtension(request.body), memberOf(request).id);
      response.redirect(303, '/staff/extensions');
    } catch (error) {
      if (!(error instanceof ExtensionRefused)) throw error;
      const faults = Object.fromEntries(error.faults.map(({ field: name, message }) => [name, message]));
      await show(parts, response.status(422), { faults, filled: request.body });
    }
  });
  router.post('/extensions/:id/withdraw', telling(withdrawing(parts)));
  return router;
}

async function show({ gradebook, roll }: PortalParts, response: Response, wrong: { faults: object; filled: object }) {
  const nameOf = (id: string) => roll.member(id)?.name ?? id;
  answer(response, 'extensions', {
    ...{ shown, nameOf, written: roll.course.extensions, granted: await extensionsOf(gradebook) },
    labs: roll.course.labs.map(({ lab }) => lab),
    students: roll.members.filter(({ role }) => role === 'student'),
    ...wrong,
  });
}

function withdrawing(parts: PortalParts) {
  return async (request: Request, response: Response) => {
    const id = /^\d{1,9}$/.test(String(request.params.id)) ? Number(request.params.id) : 0;
    const { value, faults } = readReason(request.body);
    if (faults) {
      const name = `reason-${id}`;
      const wrong = { faults: { [name]: faults.reason }, filled: { [name]: field(request.body, 'reason') } };
      return await show(parts, response.status(422), wrong);
    }
    await withdrawExtension(parts.gradebook, id, memberOf(request).id, value.reason);
    response.redirect(303, '/staff/extensions');
  };
}
