import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../../grader/src/machine.ts';
import { build, buildOnce } from './build.ts';

/** The built site, and a browser to look at it. */
export interface Site extends AsyncDisposable {
  origin: string;
  /** A page in a window of its own, once its scripts listen. */
  open(path: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  /** URLs that any page asked for. */
  asked: string[];
}

/** @param first answers before the site's files do. */
export async function openSite(...first: RequestHandler[]): Promise<Site> {
  buildOnce();
  const opened = new AsyncDisposableStack();
  const origin = await serve(opened, first);
  const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
  opened.defer(() => browser.close());
  const asked: string[] = [];
  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext({ baseURL: origin, ...options });
    context.on('request', (request) => request.url().startsWith('data:') || asked.push(request.url()));
    const page = await context.newPage();
    await page.goto(path, { waitUntil: 'load' });
    if (options.javaScriptEnabled !== false) {
      await page.locator('html[data-has-hydrated=true]').waitFor({ state: 'attached' });
    }
    return page;
  };
  return { origin, open, asked, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Serves the built site, as long as `opened` is. Its origin. */
export async function serve(opened: AsyncDisposableStack, first: RequestHandler[]): Promise<string> {
  const server = express()
    .use(...first, express.static(build))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.defer(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
