import { Router } from 'express';
import { isStaff, userOf } from '../guards.ts';
import { page } from '../page.ts';
import type { PortalParts } from '../parts.ts';

/** The pages of students. */
export function studentRoutes(_parts: PortalParts): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const user = userOf(request);
    if (!user) return page(response, 'views/welcome');
    if (isStaff(user)) return response.redirect(303, '/staff');
    page(response, 'views/home');
  });
  return router;
}
