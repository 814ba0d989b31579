import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { build } from './build.ts';

/** The built site as a web host serves it: compressed, and what carries a hash in its name kept for a year. */
export function compressed(): RequestHandler {
  const packed = new Map<string, Buffer>();
  return ({ path }, response) => {
    const found = fileOf(path);
    const file = found ?? join(build, '404.html');
    const body = packed.get(file) ?? gzipSync(readFileSync(file));
    packed.set(file, body);
    response
      .status(found ? 200 : 404)
      .type(extname(file))
      .set('Content-Encoding', 'gzip')
      .set('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=600')
      .send(body);
  };
}

/** The file behind a path; undefined where there is none. */
function fileOf(path: string): string | undefined {
  const file = join(build, normalize(decodeURIComponent(path)), path.endsWith('/') ? 'index.html' : '');
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}
