import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';

const fixture = join(import.meta.dirname, 'fixtures', 'slow.ts');

/** A service whose answers take 300 ms, listening. */
async function start(): Promise<{ port: number; child: ChildProcess }> {
  const probe = createServer();
  await once(probe.listen(0), 'listening');
  const { port } = probe.address() as AddressInfo;
  await once(probe.close(), 'close');
  const child = spawn(process.execPath, [fixture, `${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { port, child };
}

test('SIGTERM finishes the request in flight, cuts idle connections, and exits with 0', async () => {
  const { port, child } = await start();
  const idle = connect(port, '127.0.0.1');
  await once(idle, 'connect');
  const used = connect(port, '127.0.0.1');
  used.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  const began = performance.now();

  child.kill('SIGTERM');

  const [[answer], [code]] = await Promise.all([once(used, 'data'), once(child, 'exit')]);
  expect(String(answer)).toMatch(/^HTTP\/1.1 200 OK/);
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('a port that is taken is an error', async () => {
  const { port, child } = await start();

  const second = spawn(process.execPath, [fixture, `${port}`], { stdio: 'ignore' });

  expect(await once(second, 'exit')).toEqual([1, null]);
  child.kill('SIGKILL');
  await once(child, 'exit');
});
