import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startSeeka, temporaryFolder } from './seeka.ts';
import { refuser, serviceFiles } from './services.ts';

test('--watch grades again on each save, also one that breaks the service, until Ctrl-C; its own report is no save', async () => {
  await using folder = await temporaryFolder(serviceFiles(refuser));
  const report = join(folder.path, 'report.html');
  await using watching = startSeeka('grade', folder.path, '--watch', '--through', '1.1', '--html', report);
  expect(await watching.printed(/Waiting for a save/)).toMatch(/01-address · 0\/\d\d /);

  await writeFile(join(folder.path, 'server.js'), 'throw new Error("half a line")');
  expect(await watching.printed(/Waiting for a save/)).toMatch(/server\.js\n[\s\S]*half a line/);

  expect(await watching.interrupt()).toBe(0);
  expect(await readFile(report, 'utf8')).toContain('half a line');
});

test('Ctrl-C in the middle of a grade ends it, and all that it started, with exit code 130', async () => {
  await using caller = await listener();
  const silent = serviceFiles('undefined');
  const announced = `await fetch('http://127.0.0.1:${caller.port}');\n${silent['server.js']}`;
  await using folder = await temporaryFolder({ ...silent, 'server.js': announced });

  await using grading = startSeeka('grade', folder.path, '--no-sandbox');
  const { closed } = await caller.called;
  expect(await grading.interrupt()).toBe(130);
  await closed;
});

/** A server that a submission calls when it starts. `closed` resolves when the caller has gone. */
async function listener() {
  const called = Promise.withResolvers<{ closed: Promise<void> }>();
  const server = createServer(({ socket }, response) => {
    // Whoever is killed resets its connections.
    socket.on('error', () => socket.destroy());
    called.resolve({ closed: new Promise((resolve) => socket.once('close', () => resolve())) });
    // No end: the connection lives as long as the caller.
    response.flushHeaders();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, called: called.promise, [Symbol.asyncDispose]: async () => void server.close() };
}
