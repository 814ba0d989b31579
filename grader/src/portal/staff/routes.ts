import { Router } from 'express';
import { page } from '../page.ts';
import type { PortalParts } from '../parts.ts';

/** The pages of those who teach; mounted at `/staff`, for staff alone. */
export function staffRoutes(_parts: PortalParts): Router {
  const router = Router();
  router.get('/', (_request, response) => page(response, 'staff/views/overview'));
  return router;
}
