import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../src/machine.ts';

/** One browser for a whole test file, opened by the first test that asks and closed after the last. */
export function sharedBrowser(): () => Promise<Browser> {
  let opened: Promise<Browser> | undefined;
  afterAll(async () => (await opened)?.close());
  return () => {
    opened ??= openBrowser();
    return opened;
  };
}

/** As root Chromium runs without its sandbox only. */
function openBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath: chromiumPath(), args: root ? ['--no-sandbox'] : [] });
}

/** A page that shows this HTML, and all that the browser complained of or asked the network for. */
export async function show(
  open: () => Promise<Browser>,
  html: string,
  options: Parameters<Browser['newPage']>[0] = {},
) {
  const page: Page = await (await open()).newPage(options);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push(dialog.message())));
  page.on('request', (request) => complaints.push(request.url()));
  await page.setContent(html);
  return { page, complaints, [Symbol.asyncDispose]: () => page.close() };
}
