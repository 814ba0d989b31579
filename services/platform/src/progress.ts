import { readdir, readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Request, RequestHandler } from 'express';

/** Where the pages find it; they know from this header of theirs that there is something to ask for. */
export const PROGRESS = '/progress.json';

interface Points {
  points: number;
  earned: number;
}

/** Points by lab and checkpoint. */
export type Progress = Record<string, Record<string, Points>>;

interface Kept {
  /** Which submission it is of. */
  key: string;
  at: number;
  lab: string;
  checkpoints: (Points & { id: string })[];
}

/** Tells each page that this site knows how far one is, and answers who asks from this machine. */
export function progress(course: string): RequestHandler {
  return async (request, response, next) => {
    if (!isLocal(request)) return next();
    response.set('Server-Timing', `progress;desc="${PROGRESS}"`);
    if (request.path !== PROGRESS || request.method !== 'GET') return next();
    response.set('Cache-Control', 'no-store').json(await latestProgress(course));
  };
}

/**
 * What the grader gave last, from its files under `.seeka/last`. Of each lab only the submission counts that was graded
 * last; of each of its checkpoints, the newest run that went as far.
 */
export async function latestProgress(course: string): Promise<Progress> {
  const folder = join(course, '.seeka', 'last');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const kept = await Promise.all(names.map((name) => readKept(folder, name)));
  const newest = kept.filter((it) => it !== undefined).sort((one, other) => other.at - one.at);
  const labs = new Map(newest.map(({ lab }) => [lab, newest.find((it) => it.lab === lab)?.key]));
  const progress: Progress = {};
  for (const { lab, checkpoints } of newest.filter((it) => labs.get(it.lab) === it.key).reverse()) {
    const points = checkpoints.map(({ id, points, earned }) => [id, { points, earned }] as const);
    progress[lab] = { ...progress[lab], ...Object.fromEntries(points) };
  }
  return progress;
}

/** Undefined for a file of an earlier version, or half written: it tells nothing, and harms nothing. */
async function readKept(folder: string, name: string): Promise<Kept | undefined> {
  try {
    const path = join(folder, name);
    const { lab, checkpoints } = JSON.parse(await readFile(path, 'utf8')) as Kept;
    const isWhole = typeof lab === 'string' && Array.isArray(checkpoints) && checkpoints.every(isPoints);
    const [key = ''] = name.split('-');
    return isWhole ? { key, at: (await stat(path)).mtimeMs, lab, checkpoints } : undefined;
  } catch {
    return undefined;
  }
}

function isPoints(it: Kept['checkpoints'][number] | null): boolean {
  return typeof it?.id === 'string' && Number.isFinite(it.points) && Number.isFinite(it.earned);
}

/** Asked from this machine, by a name of this machine: so no other site's page reads it under a name of its own. */
function isLocal({ socket, headers, hostname }: Request): boolean {
  const passedOn = String(headers['x-forwarded-for'] ?? '').split(',');
  const from = [socket.remoteAddress ?? '', ...passedOn].map((address) => address.trim()).filter(Boolean);
  return from.every(isLoopback) && (hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, '')));
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address.replace(/^::ffff:/, '')) === 4 && /^(::ffff:)?127\./.test(address));
}
