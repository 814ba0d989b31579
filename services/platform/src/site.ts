import { existsSync } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { Group } from './group.ts';

/** What the site is made from, in the course's folder. */
const SOURCES = [
  'docs/{captures,content,generate,plugins,src,static}/**/*',
  'docs/*.{ts,json,yaml}',
  'CHANGELOG.md',
  'labs/*/{README.md,*.yaml,figures/*}',
  'grader/{contracts,validity,test/handbook}/**/*.{ts,json,md}',
];

const page = (title: string, text: string, head = '') => `<!doctype html><html lang="en"><meta charset="utf-8">${head}
<meta name="viewport" content="width=device-width"><title>${title}</title>
<body style="font: 1.1rem/1.5 system-ui; margin: 15vh auto; max-width: 32rem; padding: 0 1rem">
<h1>${title}</h1><p>${text} The services run: <a href="/api-docs/">Address</a>.</p>`;

const building = page(
  'The site is being built',
  'This takes about half a minute, the first time and after a change of its sources. The page comes by itself.',
  '<meta http-equiv="refresh" content="2">',
);
const missing = page('There is no site yet', 'Build it with <code>npm run build</code>.');

/** The course's site: served as it was built, and built when it is missing or stale. */
export class Site implements AsyncDisposable {
  readonly #course: string;
  readonly #built: string;
  readonly #joined: boolean;
  #build: Group | undefined;
  #stopped = false;

  /** @param joined its build ends with the group of this process. */
  constructor(course: string, { joined = false } = {}) {
    this.#course = course;
    this.#joined = joined;
    this.#built = join(course, 'docs', 'build');
  }

  /** Its files; a page that says so while there are none. */
  get answer(): RequestHandler {
    const files = express.static(this.#built, { extensions: ['html'] });
    return (request, response, next) => {
      if (this.#build) return void response.status(503).type('html').send(building);
      if (!existsSync(join(this.#built, 'index.html'))) return void response.status(404).type('html').send(missing);
      files(request, response, (error?: unknown) => {
        if (error) return next(error);
        response.status(404).sendFile(join(this.#built, '404.html'));
      });
    };
  }

  /**
   * Builds it when it is missing, or older than what it is made from; rejects with what the build said.
   * @param onGroup told of the process group that builds.
   */
  async refresh(say: (line: string) => void, onGroup: (pid: number) => void): Promise<void> {
    if (!(await this.#isStale()) || this.#stopped) return;
    say('Building the site …');
    const began = performance.now();
    const words: [string, string, string] = [process.execPath, '--run', 'build'];
    this.#build = new Group({ words, folder: join(this.#course, 'docs'), env: process.env, joined: this.#joined });
    onGroup(this.#build.pid);
    const code = await this.#build.ended;
    const said = await this.#build.lastLines();
    this.#build = undefined;
    if (this.#stopped) return;
    if (code !== 0) throw new Error(`The site could not be built:\n${said}`);
    say(`The site is built, after ${((performance.now() - began) / 1_000).toFixed(0)} s.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    await this.#build?.[Symbol.asyncDispose]();
  }

  async #isStale(): Promise<boolean> {
    // Written last: without it the build was broken off.
    const last = await stat(join(this.#built, 'sitemap.xml')).catch(() => undefined);
    if (!last) return true;
    for await (const file of glob(SOURCES, { cwd: this.#course })) {
      const source = await stat(join(this.#course, file)).catch(() => undefined);
      if (source?.isFile() && source.mtimeMs > last.mtimeMs) return true;
    }
    return false;
  }
}
