import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type Answer, type Ask, place } from './client.ts';

/** A token for Ana, who logs on at the provider in a browser that has never seen her. */
export async function logOn(page: Page, gateway: string): Promise<string> {
  // All that a browser remembers of a log-on; a context of its own for each would take 0.3 s more.
  await page.context().clearCookies();
  await page.goto(`${gateway}/login`);
  await page.getByRole('button', { name: 'Ana Ruiz' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`${gateway}/login/callback?**`);
  const { access_token: token } = JSON.parse((await page.locator('pre').textContent()) ?? '{}');
  return String(token);
}

/** Who has logged on reads what Person holds of them, moves to a new place, finds it at Person, and moves out again. */
export async function moveInAndOut(ask: Ask, n: number): Promise<void> {
  const me = await ask('GET', '/me');
  expect(me).toMatchObject({ status: 200, body: { firstName: 'Ana', lastName: 'Ruiz', email: 'ana@example.org' } });
  const person = `/persons/${idOf(me)}`;
  expect(await ask('GET', person)).toMatchObject({ status: 200, body: withoutLinks(me) });

  const { sent, stored } = place(n);
  const address = await ask('POST', '/addresses', { body: sent });
  expect(address).toMatchObject({ status: 201, body: stored });
  expect(await linked()).toMatchObject({ status: 404 });
  expect(await ask('PUT', `${person}/address`, { body: { href: `/addresses/${idOf(address)}` } })).toMatchObject({
    status: 204,
  });
  expect(await linked()).toMatchObject({ status: 200, body: withoutLinks(address), etag: address.etag });

  expect(await ask('DELETE', `${person}/address`)).toMatchObject({ status: 204 });
  expect(await ask('DELETE', address.location, { headers: { 'if-match': address.etag } })).toMatchObject({
    status: 204,
  });
  expect(await linked()).toMatchObject({ status: 404 });

  function linked(): Promise<Answer> {
    return ask('GET', `${person}/address`);
  }
}

const END_LIMIT_MS = 5_000;

/** Who has logged on makes a profile of somebody else, reads it, and deletes it; nothing of it is left. */
export async function makeAndDeleteProfile(ask: Ask, n: number): Promise<void> {
  const { body, shown } = newcomer(n);
  const made = await ask('POST', '/profiles', { body, headers: { 'idempotency-key': `at-once-${n}` } });
  expect(made).toMatchObject({ status: 201, body: shown });
  await readAndDelete(ask, made.location);
}

/** The same with an answer later. */
export async function makeLaterAndDeleteProfile(ask: Ask, n: number): Promise<void> {
  const { body, shown } = newcomer(n);
  const headers = { 'idempotency-key': `later-${n}`, prefer: 'respond-async' };
  const begun = await ask('POST', '/profiles', { body, headers });
  expect(begun.status).toBe(202);
  const operation = await until(
    () => ask('GET', begun.location),
    (answer) => Object(answer.body).status !== 'running',
  );
  expect(operation).toMatchObject({ status: 200, body: { status: 'succeeded' } });
  const { href } = linksOf(operation).find(({ rel }) => rel === 'profile') ?? { href: '' };
  const profile = new URL(href, begun.location).href;
  expect(await ask('GET', profile)).toMatchObject({ status: 200, body: shown });
  await readAndDelete(ask, profile);
}

async function readAndDelete(ask: Ask, profile: string): Promise<void> {
  const read = await ask('GET', profile);
  expect(read.status).toBe(200);
  const { etag } = read;
  expect(await ask('GET', profile, { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, body: null });
  const { address } = read.body as { address: { id: string } };
  expect(await ask('GET', `/addresses/${address.id}`)).toMatchObject({
    status: 200,
    body: withoutLinks({ body: address }),
  });

  expect(await ask('DELETE', profile, { headers: { 'if-match': etag } })).toMatchObject({ status: 204 });
  expect(await ask('GET', profile)).toMatchObject({ status: 404 });
  // It may be deleted afterwards; and before the services change places.
  const gone = await until(
    () => ask('GET', `/addresses/${address.id}`),
    ({ status }) => status !== 200,
  );
  expect(gone.status).toBe(404);
}

/** A draft, and what a profile shows of it. */
function newcomer(n: number) {
  const { sent, stored } = place(n);
  const person = { firstName: 'Eve', lastName: `Newcomer ${n}`, email: `newcomer-${n}@example.org` };
  return { body: { person, address: sent }, shown: { person, address: stored } };
}

async function until(look: () => Promise<Answer>, isOver: (answer: Answer) => boolean): Promise<Answer> {
  const limit = performance.now() + END_LIMIT_MS;
  let answer = await look();
  while (!isOver(answer) && performance.now() < limit) {
    await pause(20);
    answer = await look();
  }
  return answer;
}

/** What must be the same by whatever way it was read: an href may be a whole URL, of the host that was asked (A12). */
function withoutLinks({ body }: Pick<Answer, 'body'>): object {
  const { links: _, ...rest } = body as { links: unknown };
  return rest;
}

function idOf({ body }: Answer): string {
  return (body as { id: string }).id;
}

function linksOf({ body }: Answer): { rel: string; href: string }[] {
  return (body as { links: { rel: string; href: string }[] }).links;
}
