import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../grader/src/machine.ts';
import { requires } from '../../grader/test/support/requires.ts';
import { type Started, start } from '../../services/platform/test/support/started.ts';

const logs = join(import.meta.dirname, '..', '..', '.seeka', 'logs');

/** The whole course but its site, with data of its own. */
async function running(opened: AsyncDisposableStack): Promise<Started> {
  const directory = mkdtempSync(join(tmpdir(), 'seeka-end-to-end-'));
  opened.defer(() => rmSync(directory, { recursive: true }));
  chmodSync(directory, 0o755);
  const cluster = opened.use(await openCluster({ directory: join(directory, 'cluster'), url: '' }));
  const started = await start(cluster.url('postgres'));
  opened.defer(async () => {
    started.child.kill('SIGTERM');
    await once(started.child, 'exit');
  });
  return started;
}

requires('chromium')(
  'who logs on at the provider is made at Person, sees themself, and reaches through the gateway what is theirs alone',
  async () => {
    await using opened = new AsyncDisposableStack();
    const { gateway } = await running(opened);
    const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
    opened.defer(() => browser.close());
    const page = await (await browser.newContext()).newPage();

    await page.goto(`${gateway}/login?return_to=/me`);
    await page.getByRole('button', { name: 'Ana Ruiz' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(`${gateway}/me`);
    const me = JSON.parse((await page.locator('pre').textContent()) ?? '{}');
    expect(me).toMatchObject({ firstName: 'Ana', lastName: 'Ruiz', email: 'ana@example.org' });

    // Without return_to the answer is the tokens; the provider knows Ana still.
    await page.goto(`${gateway}/login`);
    const { access_token: token } = JSON.parse((await page.locator('pre').textContent()) ?? '{}');
    const traceId = randomBytes(16).toString('hex');
    const ask = (path: string, headers = {}) => fetch(gateway + path, { headers });
    const bearer = { authorization: `Bearer ${token}`, traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    expect((await ask(`/persons/${me.id}`)).status).toBe(401);
    expect(await (await ask(`/persons/${me.id}`, bearer)).json()).toMatchObject({ email: 'ana@example.org' });
    expect((await ask('/persons', bearer)).status).toBe(403);

    const loggedAt = (service: string) => readFileSync(join(logs, `${service}.log`), 'utf8').includes(traceId);
    expect(['gateway', 'oauth2', 'person'].filter((service) => !loggedAt(service))).toEqual([]);
  },
);

requires('chromium')('whom the provider has not verified is not let in', async () => {
  await using opened = new AsyncDisposableStack();
  const { gateway } = await running(opened);
  const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
  opened.defer(() => browser.close());
  const page = await (await browser.newContext()).newPage();

  await page.goto(`${gateway}/login?return_to=/me`);
  await page.getByRole('button', { name: 'Dora Lind' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(/login\/callback/);
  expect(JSON.parse((await page.locator('pre').textContent()) ?? '{}')).toMatchObject({ status: 403 });
});
