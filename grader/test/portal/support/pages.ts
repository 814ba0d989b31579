import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Client } from './client.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe holds against a page, as `rule: element`; serious and critical findings alone. */
export async function findings(page: Page): Promise<string[]> {
  // Not a script tag: the page's policy allows none but its own.
  await page.evaluate(readFileSync(axeFile, 'utf8'));
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** A page of somebody who has logged on, and all that the browser has complained of. */
export async function pageOf(browser: Browser, url: string, sub: string, options: BrowserContextOptions = {}) {
  const client = new Client(url);
  await client.logOn(sub);
  const context = await browser.newContext({ viewport: { width: 1200, height: 850 }, ...options });
  await context.addCookies([{ name: 'seeka', value: client.cookie('seeka') ?? '', url }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  // A page that is refused is no complaint of the browser.
  page.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, client, complaints, [Symbol.asyncDispose]: () => context.close() };
}
