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

/** All that have a part in making a profile. */
const everyService = ['gateway', 'oauth2', 'profile', 'person', 'address', 'address-verification'];

const profile = {
  person: { firstName: 'Eve', lastName: 'Moreau', email: 'eve@example.org' },
  address: { line1: '120 w 12 st', city: 'new york', region: 'NY', postalCode: '10011' },
};
const shown = {
  person: expect.objectContaining(profile.person),
  address: expect.objectContaining({ line1: '120 W 12th St', postalCode: '10011-8401' }),
};

requires('chromium')(
  'who logs on at the provider is made at Person, sees themself, and makes a profile; one trace leads through every log',
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
    const bearer = { authorization: `Bearer ${token}`, traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const ask = (path: string, init: RequestInit = {}) => fetch(gateway + path, { headers: bearer, ...init });
    expect((await ask(`/persons/${me.id}`, { headers: {} })).status).toBe(401);
    expect(await (await ask(`/persons/${me.id}`)).json()).toMatchObject({ email: 'ana@example.org' });
    expect((await ask('/persons')).status).toBe(403);

    const headers = { ...bearer, 'content-type': 'application/json', 'idempotency-key': '"the first of Eve"' };
    const made = await ask('/profiles', { method: 'POST', headers, body: JSON.stringify(profile) });
    expect([made.status, await made.json()]).toEqual([201, expect.objectContaining(shown)]);
    const read = await ask(new URL(made.headers.get('location') ?? '', made.url).pathname);
    expect([read.status, await read.json()]).toEqual([200, expect.objectContaining(shown)]);

    const loggedAt = (service: string) => readFileSync(join(logs, `${service}.log`), 'utf8').includes(traceId);
    expect(everyService.filter((service) => !loggedAt(service))).toEqual([]);
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
