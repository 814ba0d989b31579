import { gzipSync } from 'node:zlib';
import { Transcript } from '../../src/answer.ts';
import { Api } from '../../src/api.ts';
import type { Addresses, Resolve } from '../../src/deploy/addresses.ts';
import { deployUrl } from '../../src/deploy/url.ts';
import type { Deployment } from '../../src/types.ts';
import { ask } from './support/deployments.ts';
import { serve, serveRaw } from './support/servers.ts';

const here: Addresses = { allow: ['127.0.0.1'] };

/** Names lead to these addresses, one after another; the last one stays. */
function leadsTo(...addresses: string[]): Resolve & { asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = async (host) => {
    const address = addresses[Math.min(asked.push(host), addresses.length) - 1] ?? '';
    return [{ address, family: address.includes(':') ? 6 : 4 }];
  };
  return Object.assign(resolve, { asked });
}

/** What a check asks with. */
function apiOf({ main }: Deployment): Api {
  const { signal } = new AbortController();
  return new Api({ instance: main, transcript: new Transcript(), observe: () => undefined, signal, began: 0 });
}

const refusal = { name: 'UnreadableSubmission', code: 'refused address' };

test('an allowed address is asked over http, by its number and by its name', async () => {
  await using server = await serve((request, response) => response.end(`for ${request.headers.host}`));
  await using byNumber = deployUrl(server.origin, { addresses: here });
  await byNumber.main.ready();
  const before = server.connections;
  const resolve = leadsTo('127.0.0.1');
  await using byName = deployUrl(`http://student.example:${server.port}`, { addresses: here, resolve });
  await byName.main.ready();
  expect(await ask(byName.main, '/')).toEqual({ status: 200, text: `for student.example:${server.port}` });
  expect(resolve.asked).toHaveLength(server.connections - before);
});

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])(
  'a name that leads to %s is refused before anything connects',
  async (address) => {
    await using server = await serve((_request, response) => response.end());
    const url = `https://student.example:${server.port}`;
    await using deployment = deployUrl(url, { addresses: 'public', resolve: leadsTo(address) });
    await expect(deployment.main.ready()).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining(`student.example leads to ${address}, which is no public address`),
      advice: expect.stringContaining('https URL'),
    });
    expect(server.connections).toBe(0);
  },
);

test('the system’s own name for this machine is refused', async () => {
  await using server = await serve((_request, response) => response.end());
  await using deployment = deployUrl(`https://localhost:${server.port}`, { addresses: 'public' });
  await expect(deployment.main.ready()).rejects.toMatchObject(refusal);
  expect(server.connections).toBe(0);
});

test('one refused address among several refuses the name', async () => {
  await using server = await serve((_request, response) => response.end());
  const resolve: Resolve = async () => [
    { address: '127.0.0.1', family: 4 },
    { address: '127.0.0.9', family: 4 },
  ];
  await using deployment = deployUrl(`http://student.example:${server.port}`, { addresses: here, resolve });
  await expect(deployment.main.ready()).rejects.toMatchObject(refusal);
  expect(server.connections).toBe(0);
});

test('a name without an address, and one that is not known, answer nothing', async () => {
  for (const resolve of [async () => [], () => Promise.reject(new Error('not known'))] satisfies Resolve[]) {
    await using deployment = deployUrl('https://student.example', { addresses: 'public', resolve });
    await expect(deployment.main.ready()).rejects.toMatchObject({ code: expect.stringMatching(/dead URL|refused/) });
  }
});

test('a name that changes its address between two connections is refused at the second', async () => {
  await using server = await serve((_request, response) => response.setHeader('connection', 'close').end('honest'));
  const resolve = leadsTo('127.0.0.1', '127.0.0.2');
  await using deployment = deployUrl(`http://student.example:${server.port}`, { addresses: here, resolve });
  await deployment.main.ready();
  await expect(apiOf(deployment).get('/')).rejects.toThrow('student.example leads to 127.0.0.2');
  expect([server.connections, resolve.asked.length]).toEqual([1, 2]);
});

test('a redirect to another server is an answer, and the other server is not asked', async () => {
  await using other = await serve((_request, response) => response.end('secret'));
  await using server = await serve((_request, response) => response.writeHead(307, { location: other.origin }).end());
  await using deployment = deployUrl(server.origin, { addresses: here });
  await deployment.main.ready();
  const answer = await apiOf(deployment).get('/');
  expect([answer.status, answer.location, other.connections]).toEqual([307, other.origin, 0]);
});

test('a request for another origin is judged as the first one was', async () => {
  await using other = await serve((_request, response) => response.end('secret'), '127.0.0.2');
  await using deployment = deployUrl('http://127.0.0.1:1', { addresses: here });
  const request = { origin: other.origin, path: '/', method: 'GET' } as const;
  await expect(deployment.main.dispatcher.request(request)).rejects.toMatchObject({ name: 'AddressRefused' });
  expect(other.connections).toBe(0);
});

test('a bomb stays packed', async () => {
  const bomb = gzipSync(Buffer.alloc(2 ** 26));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  await using server = await serve((_request, response) => response.writeHead(200, headers).end(bomb));
  await using deployment = deployUrl(server.origin, { addresses: here });
  const answer = await apiOf(deployment).get('/');
  expect([answer.bytes.length, answer.body]).toEqual([bomb.length, undefined]);
});

test('a body without end is left at 1 MB', async () => {
  await using server = await serve((_request, response) => {
    const more = () => void (response.write(Buffer.alloc(65_536)) ? setImmediate(more) : response.once('drain', more));
    more();
  });
  await using deployment = deployUrl(server.origin, { addresses: here });
  await deployment.main.ready();
  await expect(apiOf(deployment).get('/')).rejects.toThrow('longer than 1000000 bytes');
});

const head = 'HTTP/1.1 200 OK\r\n';
test.each([
  ['headers', head, 'x: y\r\n'],
  ['one header', `${head}x: `, 'yyyyyyyy'],
  ['trailers', `${head}transfer-encoding: chunked\r\n\r\n0\r\n`, 'x: y\r\n'],
])('%s without end: nothing is read beyond 16 kB', async (_what, start, rest) => {
  await using server = await serveRaw((socket) => {
    socket.write(start);
    const more = () => void (socket.writable && socket.write(rest.repeat(1_000), more));
    more();
  });
  await using deployment = deployUrl(server.origin, { addresses: here });
  await expect(apiOf(deployment).get('/')).rejects.toThrow(/Headers Overflow/i);
});

test.each([
  ['a body', `${head}content-length: 1000\r\n\r\n`, 'a'],
  ['headers', head, 'x: y\r\n'],
  ['provisional answers', '', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
])('%s, drop by drop: the time of the request ends it', async (_what, start, drop) => {
  await using server = await serveRaw((socket) => {
    socket.write(start);
    const drops = setInterval(() => socket.write(drop), 20);
    socket.on('close', () => clearInterval(drops));
  });
  await using deployment = deployUrl(server.origin, { addresses: here });
  const request = { method: 'GET', path: '/', timeoutMs: 400 };
  await expect(apiOf(deployment).send(request)).rejects.toThrow('the time limit of the request was over');
});

test('all requests together have a time, and none is sent afterwards', async () => {
  await using server = await serve(() => undefined);
  await using deployment = deployUrl(server.origin, { addresses: here, wallSeconds: 0.3 });
  await expect(apiOf(deployment).get('/')).rejects.toThrow(`the 0.3 s for ${server.origin} are over`);
  await expect(apiOf(deployment).get('/')).rejects.toThrow('got no answer');
  expect(server.connections).toBe(1);
});
