import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { progress } from './progress.ts';
import { Site } from './site.ts';

/** The course's site as a process of its own; SITE_BUILD=no leaves it as it was built last. */
const course = join(import.meta.dirname, '..', '..', '..');
const site = new Site(course, { joined: true });
const app = express().disable('x-powered-by');
app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
app.use(progress(course), site.answer);
createServer(app).listen(Number(process.env.PORT), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
if (process.env.SITE_BUILD !== 'no') {
  const say = (line: string) => console.log(line);
  site.refresh(say, () => undefined).catch((error: Error) => say(error.message));
}
