import { echo, gateway, oauth2, tokenUntil } from './support/neighbours.ts';

const token = tokenUntil(60);
const yes = { allow: true, principal: '1', scopes: ['profile'] };
const bearer = (value: string) => ({ headers: { authorization: `Bearer ${value}` } });

test('without a token a guarded path is refused with a bare challenge, and nobody is asked', async () => {
  await using person = await echo();
  await using log = await oauth2({});
  await using front = await gateway({ person: person.origin, oauth2: log.origin });
  const answer = await fetch(`${front.origin}/persons/1`);
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="seeka"']);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect([person.seen, log.asked]).toEqual([[], []]);
});

test('the authorizer is asked for token, method and path without the query; its yes lets the request through', async () => {
  await using person = await echo();
  await using log = await oauth2({ [token]: yes });
  await using front = await gateway({ person: person.origin, oauth2: log.origin });
  const answer = await fetch(`${front.origin}/persons/1?fields=email`, bearer(token));
  expect(await answer.text()).toBe('GET /persons/1?fields=email');
  expect(log.asked).toEqual([{ token, method: 'GET', path: '/persons/1' }]);
  expect(person.seen[0]?.headers.authorization).toBe(`Bearer ${token}`);
});

test.each([
  ['invalid_token', 401],
  ['insufficient_scope', 403],
])('a no for %s is %d with a challenge that says so', async (reason, status) => {
  await using log = await oauth2({ [token]: { allow: false, reason } });
  await using front = await gateway({ oauth2: log.origin });
  const answer = await fetch(`${front.origin}/persons/1`, bearer(token));
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
    status,
    `Bearer realm="seeka", error="${reason}"`,
  ]);
  expect(await answer.json()).toMatchObject({ status });
});

test('a yes is kept while the token lives, for that method and path alone', async () => {
  await using person = await echo();
  await using log = await oauth2({ [token]: yes });
  await using front = await gateway({ person: person.origin, oauth2: log.origin });
  for (const path of ['/persons/1', '/persons/1', '/persons/2']) await fetch(front.origin + path, bearer(token));
  expect(log.asked).toHaveLength(2);
});

test('a yes for a token at its end is not kept', async () => {
  const old = tokenUntil(0);
  await using person = await echo();
  await using log = await oauth2({ [old]: yes });
  await using front = await gateway({ person: person.origin, oauth2: log.origin });
  for (const path of ['/persons/1', '/persons/1']) await fetch(front.origin + path, bearer(old));
  expect(log.asked).toHaveLength(2);
});

test('a revoked token is dead at once', async () => {
  const answers: Record<string, unknown> = { [token]: yes };
  await using person = await echo();
  await using log = await oauth2(answers);
  await using front = await gateway({ person: person.origin, oauth2: log.origin });
  expect((await fetch(`${front.origin}/persons/1`, bearer(token))).status).toBe(200);
  delete answers[token];
  expect((await fetch(`${front.origin}/persons/1`, bearer(token))).status).toBe(200);
  await fetch(`${front.origin}/revoke`, { method: 'POST', body: new URLSearchParams({ token }) });
  expect((await fetch(`${front.origin}/persons/1`, bearer(token))).status).toBe(401);
});

test('while the authorizer is away, nothing guarded is let through', async () => {
  await using person = await echo();
  await using front = await gateway({ person: person.origin, oauth2: 'http://127.0.0.1:1' });
  const answer = await fetch(`${front.origin}/persons/1`, bearer(token));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(person.seen).toEqual([]);
});

test('the authorizer itself is not to be reached', async () => {
  await using site = await echo();
  await using log = await oauth2({ [token]: yes });
  await using front = await gateway({ site: site.origin, oauth2: log.origin });
  await fetch(`${front.origin}/authorize`, { method: 'POST', body: '{}' });
  expect([log.asked, site.seen[0]?.url]).toEqual([[], '/authorize']);
});
