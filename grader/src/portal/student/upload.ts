import { type RequestHandler, Router } from 'express';
import multer from 'multer';
import { defaultIngestLimits } from '../../ingest/limits.ts';
import { requireStudent } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { Refusal } from '../refusal.ts';

const MEGABYTE = 2 ** 20;
/** Of all uploads that are under way together; they are held in memory. */
const MOST_BYTES = 1_024 * MEGABYTE;
/** A form is the file, and some short fields. */
const FORM_BYTES = (defaultIngestLimits.archiveMegabytes + 1) * MEGABYTE;

/** What a handler finds in `response.locals` of an upload. */
export interface Upload {
  /** When the request came: a slow line makes nobody late. */
  arrived: Date;
  /** Why the file could not be taken. */
  wrong?: string;
}

/** Reads uploads, at the one place that takes them, before the token of their form is looked at. */
export function takeUploads({ now }: Pick<PortalParts, 'now'>): Router {
  const router = Router();
  const arrive: RequestHandler = (_request, response, next) => {
    response.locals.upload = { arrived: now() } satisfies Upload;
    next();
  };
  router.post('/labs/:lab', requireStudent, arrive, bounded(), fileOf());
  return router;
}

/** Refuses what would be more than the memory is meant for. */
function bounded(): RequestHandler {
  let bytes = 0;
  return (request, response, next) => {
    const length = Number(request.headers['content-length'] ?? Number.NaN);
    if (Number.isNaN(length)) throw new Refusal(411, 'That cannot be read', 'Its length is missing.', 'Use a browser.');
    if (length > 2 * FORM_BYTES) throw tooLarge();
    if (bytes + length > MOST_BYTES) throw busy();
    bytes += length;
    response.once('close', () => {
      bytes -= length;
    });
    next();
  };
}

function tooLarge(): Refusal {
  const message = `A submission may have ${defaultIngestLimits.archiveMegabytes} MB.`;
  return new Refusal(413, 'That is too large', message, 'Leave out node_modules, and what a build or a program makes.');
}

function busy(): Refusal {
  const message = 'So much is being handed in at this moment that the portal cannot hold more.';
  return new Refusal(503, 'Too much at once', message, 'Go back, and hand in again in a minute.');
}

/** An upload that breaks a limit is told next to its field. */
function fileOf(): RequestHandler {
  const limits = { fileSize: defaultIngestLimits.archiveMegabytes * MEGABYTE, files: 1, fields: 10, fieldSize: 10_000 };
  const take = multer({ storage: multer.memoryStorage(), limits, defParamCharset: 'utf8' }).single('zip');
  return (request, response, next) => {
    take(request, response, (error: unknown) => {
      const { code } = (error ?? {}) as { code?: string };
      if (error && !code?.startsWith('LIMIT_')) return next(error);
      if (code) (response.locals.upload as Upload).wrong = tooLarge().message;
      next();
    });
  };
}
