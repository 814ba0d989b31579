import { echo, gateway, listen } from './support/neighbours.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

async function problem(answer: Response): Promise<[number, string | null, unknown]> {
  const { status } = (await answer.json()) as { status: number };
  return [answer.status, answer.headers.get('content-type'), status];
}
const problemOf = (status: number) => [status, expect.stringContaining('application/problem+json'), status];

test('a request goes on whole, and the answer comes back whole, with hrefs as they are', async () => {
  await using address = await echo();
  await using front = await gateway({ address: address.origin });
  const answer = await fetch(`${front.origin}/addresses?a=b`, { method: 'POST', body: 'text' });
  expect([await answer.text(), answer.headers.get('location')]).toEqual(['POST /addresses?a=b', '/addresses/1']);
  expect(address.seen[0]).toMatchObject({ body: 'text', headers: { host: new URL(front.origin).host } });
});

test('a prefix that the service does not know is taken off', async () => {
  await using verification = await echo();
  await using front = await gateway({ 'address-verification': verification.origin });
  const answer = await fetch(`${front.origin}/verification/street-address?zipcode=10011`);
  expect(await answer.text()).toBe('GET /street-address?zipcode=10011');
  expect((await fetch(`${front.origin}/verification/faults`, { method: 'DELETE' })).status).toBe(200);
  expect(verification.seen[1]?.url).toBe('/faults');
});

test('a trace goes on; without a valid one a new one begins', async () => {
  await using address = await echo();
  await using front = await gateway({ address: address.origin });
  await fetch(`${front.origin}/addresses`, { headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
  await fetch(`${front.origin}/addresses`, { headers: { traceparent: 'nonsense', tracestate: 'a=b' } });
  const [first, second] = address.seen.map(({ headers }) => headers);
  expect(first?.traceparent).toContain(`00-${traceId}-`);
  expect(second?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(second?.tracestate).toBeUndefined();
});

test('whoever the client claims to come from, the service is told where it came from', async () => {
  await using address = await echo();
  await using front = await gateway({ address: address.origin });
  await fetch(`${front.origin}/addresses`, { headers: { 'x-forwarded-for': '8.8.8.8', forwarded: 'for=8.8.8.8' } });
  expect(address.seen[0]?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
  expect(address.seen[0]?.headers.forwarded).toBeUndefined();
});

test('a method that the table does not have is 405 with Allow; OPTIONS is 204 with it', async () => {
  await using address = await echo();
  await using front = await gateway({ address: address.origin });
  const refused = await fetch(`${front.origin}/addresses`, { method: 'DELETE' });
  expect(refused.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  expect(await problem(refused)).toEqual(problemOf(405));
  expect((await fetch(`${front.origin}/addresses`, { method: 'OPTIONS' })).status).toBe(204);
  expect(address.seen).toEqual([]);
});

test('what no row fits is the site’s, a spelling that only means the same too', async () => {
  await using site = await echo();
  await using front = await gateway({ site: site.origin });
  for (const path of ['/', '/lessons/', '/addresses/', '/%61ddresses', '/profiles//']) {
    expect(await (await fetch(front.origin + path)).text()).toBe(`GET ${path}`);
  }
});

test('a body over the limit is 413, whether its length is told or not', async () => {
  await using address = await echo();
  await using front = await gateway({ address: address.origin });
  const url = `${front.origin}/addresses`;
  expect(await problem(await fetch(url, { method: 'POST', body: 'x'.repeat(1_001) }))).toEqual(problemOf(413));
  const body = new Blob(['x'.repeat(1_001)]).stream();
  const streamed = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
  expect(await problem(streamed)).toEqual(problemOf(413));
});

test('a service that is late is 504', async () => {
  await using hangs = await listen(() => undefined);
  await using front = await gateway({ address: hangs.origin }, { timeMs: 100, bodyBytes: 10 });
  expect(await problem(await fetch(`${front.origin}/addresses`))).toEqual(problemOf(504));
});

test('a service that is down, or not in use, is 503; one that breaks off is 502', async () => {
  await using cuts = await listen((request) => request.socket.destroy());
  await using front = await gateway({ address: 'http://127.0.0.1:1', oauth2: cuts.origin });
  expect(await problem(await fetch(`${front.origin}/addresses`))).toEqual(problemOf(503));
  expect(await problem(await fetch(`${front.origin}/verification/street-address`))).toEqual(problemOf(503));
  expect(await problem(await fetch(`${front.origin}/me`))).toEqual(problemOf(502));
});

test('an answer that is cut off in its middle does not look whole', async () => {
  await using cuts = await listen((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  });
  await using front = await gateway({ address: cuts.origin });
  const read = fetch(`${front.origin}/addresses`).then((answer) => answer.text());
  await expect(read).rejects.toThrow();
});
