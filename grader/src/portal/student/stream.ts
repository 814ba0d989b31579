import type { Request, RequestHandler, Response } from 'express';
import { hasGone, onceOver } from '../gone.ts';
import { memberOf } from '../guards.ts';
import type { PortalParts } from '../parts.ts';
import { nothingHere } from '../refusal.ts';
import { attemptsOf } from './mine.ts';
import { type News, Progress } from './progress.ts';

/** Streams that one member may have open: as many windows. */
const MOST_STREAMS = 4;
const MOST_ATTEMPTS = 20;
const HEARTBEAT_MS = 15_000;
const END = new Set<News['state']>(['graded', 'refused', 'fault']);

/** `GET /progress?attempt=…`: server-sent events, one for each change of an attempt, and `end` after the last. */
export function progressStream(parts: PortalParts): RequestHandler {
  const progress = new Progress(parts);
  const open = new Map<string, number>();
  return async (request, response) => {
    const member = memberOf(request);
    const asked = [request.query.attempt ?? []].flat().map(String).slice(0, MOST_ATTEMPTS);
    const own = new Set((await attemptsOf(parts.gradebook.knex, parts, member)).map(({ id }) => id));
    if (asked.length === 0 || !asked.every((id) => own.has(id))) throw nothingHere();
    if (hasGone(request, response)) return;
    const count = open.get(member.id) ?? 0;
    if (count >= MOST_STREAMS) return void response.status(429).type('text').send('Too many windows watch already.\n');
    open.set(member.id, count + 1);
    onceOver(request, response, () => open.set(member.id, (open.get(member.id) ?? 1) - 1));
    stream(request, response, asked, progress, parts.signal);
  };
}

function stream(request: Request, response: Response, ids: string[], progress: Progress, signal: AbortSignal): void {
  // No proxy may keep it back.
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  response.write('retry: 3000\n\n');
  const left = new Set(ids);
  const write = (text: string) => {
    // Whoever has gone meanwhile is told nothing: that would be an error that nobody awaits.
    if (!response.destroyed && !response.writableEnded) response.write(text);
  };
  const beat = setInterval(() => write(':\n\n'), HEARTBEAT_MS);
  const watching = progress.watch(ids, (news) => {
    write(`data: ${JSON.stringify(news)}\n\n`);
    if (END.has(news.state)) left.delete(news.id);
    if (left.size > 0) return;
    write('event: end\ndata: \n\n');
    response.end();
  });
  const end = () => response.end();
  signal.addEventListener('abort', end, { once: true });
  onceOver(request, response, () => {
    signal.removeEventListener('abort', end);
    clearInterval(beat);
    watching[Symbol.dispose]();
  });
}
