import express, { type Express } from 'express';
import { assets } from './assets.ts';
import { refuseForeignForms } from './csrf.ts';
import { answerErrors, notFound } from './errors.ts';
import { requireStaff } from './guards.ts';
import { safeHeaders } from './headers.ts';
import { limitAddresses, limitMembers } from './limits.ts';
import { logOnRoutes, passportFor } from './log-on.ts';
import { pages } from './page.ts';
import type { PortalParts } from './parts.ts';
import { sessions } from './session.ts';
import { staffRoutes } from './staff/routes.ts';
import { studentRoutes } from './student/routes.ts';
import { takeUploads } from './student/upload.ts';

/** Every request passes through these lines from top to bottom. */
export function portalApp(parts: PortalParts): Express {
  const { settings, limits, log } = parts;
  const logOns = passportFor(parts);
  const app = express();
  app.set('trust proxy', settings.proxies).disable('x-powered-by');
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.use(safeHeaders(settings));
  app.use('/static', assets());
  app.use(pages(parts), limitAddresses(limits));
  app.use(sessions(parts), logOns.session(), limitMembers(limits));
  app.use(takeUploads(parts), express.urlencoded({ extended: false }), refuseForeignForms);
  app.use(logOnRoutes(logOns, log));
  app.use(studentRoutes(parts));
  app.use('/staff', requireStaff, staffRoutes(parts));
  app.use(notFound, answerErrors(log));
  return app;
}
