import { type Request, type RequestHandler, Router } from 'express';
import multer from 'multer';
import { defaultIngestLimits } from '../../ingest/limits.ts';
import { hasGone, onceOver } from '../gone.ts';
import { memberOf, requireStudent } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { Refusal } from '../refusal.ts';

const MEGABYTE = 2 ** 20;
/** Of all uploads that are under way together; they are held in memory. */
const MOST_BYTES = 1_024 * MEGABYTE;
/** A form is the file, and some short fields. */
const FORM_BYTES = (defaultIngestLimits.archiveMegabytes + 1) * MEGABYTE;
/** A line that brings nothing for so long holds its place no longer. */
const SILENT_MS = 20_000;

/** What a handler finds in `response.locals` of an upload. */
export interface Upload {
  /** When the request came: a slow line makes nobody late. */
  arrived: Date;
  /** Why the file could not be taken. */
  wrong?: string;
}

/** Reads uploads, at the one place that takes them, before the token of their form is looked at. */
export function takeUploads({ now }: Pick<PortalParts, 'now'>, silentMs = SILENT_MS): Router {
  const router = Router();
  const arrive: RequestHandler = (_request, response, next) => {
    response.locals.upload = { arrived: now() } satisfies Upload;
    next();
  };
  router.post('/labs/:lab', requireStudent, arrive, bounded(), untilSilent(silentMs), fileOf());
  return router;
}

/** Refuses what would be more than the memory is meant for. A member sends one form at a time, so that nobody holds all of it. */
function bounded(): RequestHandler {
  const held = new Map<string, number>();
  return (request, response, next) => {
    const { id } = memberOf(request);
    const bytes = bytesOf(request);
    if (hasGone(request, response)) return;
    if (held.has(id)) throw notTwice();
    const all = held.values().reduce((sum, one) => sum + one, bytes);
    if (all > MOST_BYTES) throw busy();
    held.set(id, bytes);
    onceOver(request, response, () => held.delete(id));
    next();
  };
}

/** What may come of what is announced. @throws Refusal */
function bytesOf({ headers }: Request): number {
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (Number.isNaN(length)) throw new Refusal(411, 'That cannot be read', 'Its length is missing.', 'Use a browser.');
  if (length > 2 * FORM_BYTES) throw tooLarge();
  return Math.min(length, FORM_BYTES);
}

/** Ends the connection when its body stops coming. */
function untilSilent(ms: number): RequestHandler {
  return (request, _response, next) => {
    request.setTimeout(ms);
    // What is done with it then may take longer.
    request.once('end', () => request.setTimeout(0));
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

function notTwice(): Refusal {
  const message = 'Something else of yours is being taken in at this moment.';
  return new Refusal(429, 'One at a time', message, 'Wait until it is done, then go back, and hand in again.');
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
