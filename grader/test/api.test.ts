import type { RequestListener } from 'node:http';
import { Transcript } from '../src/answer.ts';
import { Api } from '../src/api.ts';
import { expect as contractExpect } from '../src/matchers.ts';
import { stubDeployment } from './support/stub-deployment.ts';

async function withApi(listener: RequestListener, use: (api: Api, transcript: Transcript) => Promise<void>) {
  await using deployment = await stubDeployment(listener);
  const transcript = new Transcript();
  const signal = AbortSignal.timeout(5_000);
  await use(
    new Api({ instance: deployment.main, transcript, observe: () => undefined, signal, began: performance.now() }),
    transcript,
  );
}

const json = { 'content-type': 'application/json' };

/** Three pages with one item each; the second link is absolute, the third relative to the page. */
const pages: RequestListener = (request, response) => {
  const host = `http://${request.headers.host}`;
  const next = new Map([
    ['/things', `${host}/things?page=2`],
    ['/things?page=2', '?page=3'],
  ]).get(request.url ?? '');
  const links = next ? [{ rel: 'next', href: next }] : [];
  response.writeHead(200, json).end(JSON.stringify({ data: [request.url], links }));
};

test('pages are followed along next, absolute or relative, to the last', async () => {
  await withApi(pages, async (api) => {
    const seen = [];
    for await (const page of api.pages('/things')) seen.push((page.body as { data: string[] }).data[0]);
    expect(seen).toEqual(['/things', '/things?page=2', '/things?page=3']);
  });
});

test('pages that never end are given up with a reason', async () => {
  const endless: RequestListener = (_request, response) =>
    response.writeHead(200, json).end('{"data":[],"links":[{"rel":"next","href":"/things"}]}');
  await withApi(endless, async (api) => {
    const walk = async () => {
      for await (const page of api.pages('/things')) expect(page.status).toBe(200);
    };
    await expect(walk()).rejects.toThrow('did not end within 1000 pages');
  });
});

test('a link to another server is refused with a reason', async () => {
  await withApi(pages, async (api) => {
    await expect(api.get('http://example.org/things')).rejects.toThrow('leads to another server');
  });
});

test('created wants 201 with a Location, and resolves it against the URL that was asked', async () => {
  const made: RequestListener = (_request, response) =>
    response.writeHead(201, { ...json, location: 'things/1', etag: '"a"' }).end('{"id":"1"}');
  await withApi(made, async (api) => {
    const { url, etag, body } = await api.created('/things', {});
    expect([new URL(url).pathname, etag, body]).toEqual(['/things/1', '"a"', { id: '1' }]);
  });
});

test.each([
  [200, {}, 'answered 200, wanted 201'],
  [201, {}, 'without a Location'],
  [201, { location: '/things/1' }, 'is not a JSON object'],
  [201, { location: 'http://[' }, 'is no URL: http://['],
  [201, { location: `/${'x'.repeat(8_000)}` }, 'is longer than 8000 characters'],
])('created refuses %i %j', async (status, headers, reason) => {
  await withApi(
    (_request, response) => response.writeHead(status, { ...json, ...headers }).end('[]'),
    async (api) => expect(api.created('/things', {})).rejects.toThrow(reason),
  );
});

test('a large body is sent again when a reset comes instead of its answer, and then only', async () => {
  const asked: string[] = [];
  const first: RequestListener = (request, response) => {
    const isFirst = !asked.includes(request.url ?? '');
    asked.push(request.url ?? '');
    if (isFirst) request.socket.resetAndDestroy();
    else request.resume().on('end', () => response.writeHead(413).end());
  };
  await withApi(first, async (api) => {
    expect((await api.post('/large', ' '.repeat(150_000))).status).toBe(413);
    await expect(api.post('/small', ' ')).rejects.toThrow('got no answer');
    expect(asked).toEqual(['/large', '/large', '/small']);
  });
});

test('a body that goes in chunks says no length, and is sent again as well', async () => {
  const told: (string | undefined)[][] = [];
  const first: RequestListener = (request, response) => {
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    told.push([length, coding]);
    if (told.length === 1) request.socket.resetAndDestroy();
    else request.resume().on('end', () => response.writeHead(413).end());
  };
  await withApi(first, async (api, transcript) => {
    expect((await api.post('/large', ' '.repeat(150_000), { chunked: true })).status).toBe(413);
    expect(told).toEqual(Array(2).fill([undefined, 'chunked']));
    expect(transcript.about(undefined)).toMatchObject({ request: { headers: { 'transfer-encoding': 'chunked' } } });
  });
});

test('every exchange is in the transcript, with what was sent and what came', async () => {
  await withApi(pages, async (api, transcript) => {
    await api.put('/things/1', { a: 1 }, { ifMatch: '"a"' });
    expect(transcript.about(undefined)).toMatchObject({
      method: 'PUT',
      path: '/things/1',
      request: { headers: { 'if-match': '"a"', 'content-type': 'application/json' }, body: '{"a":1}' },
      response: { status: 200 },
    });
  });
});

test('a failure is about the exchange whose answer was refused, not about the last one', async () => {
  await withApi(pages, async (api, transcript) => {
    const [refused] = [await api.get('/things/1'), await api.get('/things/2')];
    const failure = await Promise.resolve()
      .then(() => contractExpect(refused).toHaveStatus(404))
      .catch((error: unknown) => error);
    expect(transcript.about(failure)).toMatchObject({ path: '/things/1' });
    expect(transcript.about(new Error('other'))).toMatchObject({ path: '/things/2' });
  });
});
