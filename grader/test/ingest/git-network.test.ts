import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { type IngestOptions, ingest } from '../../src/ingest/ingest.ts';
import { requires } from '../support/requires.ts';
import { leftBehind } from './folders.ts';
import { refusalOf } from './refusal.ts';
import { bareRepository, certificate, gitOver, httpsServer } from './repositories.ts';

const needsGit = requires('git');
const options: IngestOptions = { allow: { privateAddresses: true }, lookup: async () => ['127.0.0.1'] };

beforeEach(() => {
  process.env.GIT_SSL_CAINFO = certificate;
});
afterEach(() => {
  delete process.env.GIT_SSL_CAINFO;
});

describe.each([
  [401, 'no such repository', 'theirs'],
  [403, 'no such repository', 'theirs'],
  [404, 'no such repository', 'theirs'],
  [500, 'network', 'ours'],
  [503, 'network', 'ours'],
])('a host that answers %i', (status, code, fault) => {
  needsGit(`counts as ${code}: ${fault}`, async () => {
    await using forge = await httpsServer((_request, response) => {
      response.writeHead(status, status === 401 ? { 'www-authenticate': 'Basic realm="x"' } : {}).end();
    });
    const error = await refusalOf(`https://127.0.0.1:${forge.port}/x.git`, options);
    expect(error).toMatchObject({ code, fault });
  });
});

needsGit('a branch that is not there is named', async () => {
  await using repository = await bareRepository({ 'a.js': 'x' });
  await using forge = await httpsServer(gitOver(repository.folder));
  const url = `https://127.0.0.1:${forge.port}/work.git`;
  for (const ref of ['nowhere', 'abc1234', '0'.repeat(39).concat('1')]) {
    const error = await refusalOf(`${url}#${ref}`, options);
    expect(error).toMatchObject({ code: 'no such ref', message: expect.stringContaining(`"${ref}"`), fault: 'theirs' });
  }
});

needsGit('a repository without a commit says so', async () => {
  await using repository = await bareRepository();
  await using forge = await httpsServer(gitOver(repository.folder));
  const error = await refusalOf(`https://127.0.0.1:${forge.port}/work.git`, options);
  expect(error).toMatchObject({ code: 'no such ref', message: expect.stringContaining('has no commit yet') });
});

needsGit('no redirect is followed, be it to another host or to http', async () => {
  await using inner = await httpsServer((_request, response) => response.end('secret'));
  for (const place of [`https://other.example.test:${inner.port}`, `http://127.0.0.1:${inner.port}`]) {
    await using forge = await httpsServer(({ url }, response) => {
      response.writeHead(302, { location: `${place}${url}` }).end();
    });
    const error = await refusalOf(`https://git.example.test:${forge.port}/x.git`, options);
    expect(error).toMatchObject({ code: 'no such repository', fault: 'theirs' });
  }
  expect(inner.asked).toEqual([]);
});

needsGit('alternates of a simple file server lead nowhere else', async () => {
  await using inner = await httpsServer((_request, response) => response.writeHead(404).end());
  const commit = 'a'.repeat(40);
  const answers: Record<string, string> = {
    '/x.git/info/refs': `${commit}\trefs/heads/main\n`,
    '/x.git/HEAD': 'ref: refs/heads/main\n',
    '/x.git/objects/info/http-alternates': `https://127.0.0.1:${inner.port}/y.git/objects\n`,
    '/x.git/objects/info/alternates': `https://127.0.0.1:${inner.port}/y.git/objects\n`,
  };
  await using forge = await httpsServer(({ url = '' }, response) => {
    const answer = answers[url.split('?')[0] ?? ''];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'text/plain' }).end(answer);
  });
  await refusalOf(`https://127.0.0.1:${forge.port}/x.git`, options);
  expect(forge.asked.length).toBeGreaterThan(0);
  expect(inner.asked).toEqual([]);
});

needsGit('a certificate that is for another host is refused', async () => {
  await using forge = await httpsServer((_request, response) => response.end());
  const error = await refusalOf(`https://elsewhere.example.test:${forge.port}/x.git`, options);
  expect(error).toMatchObject({ code: 'network', fault: 'ours' });
  expect(forge.asked).toEqual([]);
});

needsGit('a port at which nobody listens is the network’s fault', async () => {
  const error = await refusalOf('https://127.0.0.1:9/x.git', options);
  expect(error).toMatchObject({ code: 'network', fault: 'ours' });
});

/** Accepts, and never says a word. */
async function silentHost() {
  const server = createServer({ allowHalfOpen: false }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection').then(([socket]) => {
    // An end without a handshake is what a killed client leaves.
    (socket as Socket).on('error', () => (socket as Socket).destroy()).resume();
    return { closed: once(socket as Socket, 'close') };
  });
  const source = `https://127.0.0.1:${(server.address() as AddressInfo).port}/x.git`;
  return { source, connected, [Symbol.asyncDispose]: async () => void server.close() };
}

needsGit('a host that never answers is given up', async () => {
  await using host = await silentHost();
  const error = await refusalOf(host.source, { ...options, limits: { cloneSeconds: 1 } });
  expect(error).toMatchObject({ code: 'too slow', fault: 'ours' });
});

needsGit('whoever waits may give up, and everything that git has started ends', async () => {
  await using host = await silentHost();
  const controller = new AbortController();
  const given = ingest(host.source, { ...options, signal: controller.signal });
  const { closed } = await host.connected;
  controller.abort();
  await expect(given).rejects.toMatchObject({ name: 'AbortError' });
  await closed;
  expect(await leftBehind()).toEqual([]);
});
