import { Router } from 'express';
import type { PortalParts } from '../parts.ts';
import { Comparisons } from './comparisons.ts';
import { exportRoutes } from './export-pages.ts';
import { extensionRoutes } from './extension-pages.ts';
import { labRoutes } from './lab-pages.ts';
import { overviewRoutes } from './overview-pages.ts';
import { regradeRoutes } from './regrade-pages.ts';
import { similarityRoutes } from './similarity-pages.ts';
import { studentRoutes } from './student-pages.ts';

/** The pages of those who teach; mounted at `/staff`, for staff alone. */
export function staffRoutes(parts: PortalParts): Router {
  const comparisons = new Comparisons(parts.course);
  parts.signal.addEventListener('abort', () => void comparisons[Symbol.asyncDispose](), { once: true });
  return Router().use(
    overviewRoutes(parts),
    labRoutes(parts),
    exportRoutes(parts),
    similarityRoutes(parts, comparisons),
    regradeRoutes(parts),
    studentRoutes(parts),
    extensionRoutes(parts),
  );
}
