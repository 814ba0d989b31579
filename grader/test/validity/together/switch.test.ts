import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Switch } from './switch.ts';

/** A service that says its name. */
async function named(name: string, opened: AsyncDisposableStack): Promise<string> {
  const server = createServer((_request, response) => response.end(name));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('after a switch no request reaches the former service, though the client keeps its connections', async () => {
  await using opened = new AsyncDisposableStack();
  const [one, other] = [await named('one', opened), await named('other', opened)];
  const to = opened.use(await Switch.open());
  const agent = new Agent({ keepAlive: true });
  opened.defer(() => agent.destroy());
  const ask = async () => {
    const [answer] = (await once(get(to.url, { agent }), 'response')) as [IncomingMessage];
    return (await Array.fromAsync(answer.setEncoding('utf8'))).join('');
  };
  for (const [url, name] of Array.from(
    { length: 20 },
    () =>
      [
        [one, 'one'],
        [other, 'other'],
      ] as const,
  ).flat()) {
    await to.lead(url);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([name, name, name]);
  }
});
