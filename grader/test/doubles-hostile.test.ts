import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { VerificationDouble } from '../src/doubles/verification.ts';

/** Sends bytes as they are, and gives what came back until the connection ended. */
async function send(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end(bytes);
  return text(socket);
}

test.each(['//', 'http://[', '/%', '/street-address?street=%ff%00', '*', '/street-address?__proto__=1&street=1+a'])(
  'a request for %s is answered, and the double lives on',
  async (target) => {
    await using double = await VerificationDouble.open();
    expect(await send(double.port, `GET ${target} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 [24]\d\d /);
    expect((await fetch(`${double.url}/street-address?street=1+a`)).status).toBe(200);
  },
);

test('a flood of requests does not fill the memory', async () => {
  await using double = await VerificationDouble.open();
  const one = 'GET /street-address?street=a HTTP/1.1\r\nHost: a\r\n\r\n';
  await send(double.port, one.repeat(5_500));
  expect(double.strays()).toHaveLength(5_000);
});
