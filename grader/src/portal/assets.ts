import { createHash } from 'node:crypto';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';

const folder = join(import.meta.dirname, 'static');

/** One sheet for all pages, in parts of a readable size. */
const sheet = globSync(['sheets/*.css', 'staff/sheets/*.css'], { cwd: import.meta.dirname })
  .sort()
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');

const versions = new Map([
  ['portal.css', digestOf(sheet)],
  ...readdirSync(folder).map((name) => [name, digestOf(readFileSync(join(folder, name)))] as const),
]);

function digestOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}

/** Where a file is that every page uses: another version, another address, so that browsers may keep it. */
export function asset(name: string): string {
  return `/static/${name}?v=${versions.get(name)}`;
}

/** Serves them, at `/static`. */
export function assets(): Router {
  const router = Router();
  const kept = { maxAge: '1y', immutable: true } as const;
  router.get('/portal.css', (_request, response) => {
    response.type('css').set('Cache-Control', 'public, max-age=31536000, immutable').send(sheet);
  });
  router.use(express.static(folder, { index: false, ...kept }));
  return router;
}
