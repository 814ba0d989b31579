import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startSeeka, temporaryFolder } from './seeka.ts';
import { refuser, serviceFiles } from './services.ts';

test('--watch grades again on each save, also one that breaks the service, until Ctrl-C', async () => {
  await using folder = await temporaryFolder(serviceFiles(refuser));
  await using watching = startSeeka('grade', folder.path, '--watch', '--through', '1.1');
  expect(await watching.printed(/Waiting for a save/)).toMatch(/01-address · 0\/\d\d /);

  await writeFile(join(folder.path, 'server.js'), 'throw new Error("half a line")');
  expect(await watching.printed(/Waiting for a save/)).toMatch(/server\.js\n[\s\S]*half a line/);

  expect(await watching.interrupt()).toBe(0);
});

test('Ctrl-C in the middle of a grade ends it, and all that it started, with exit code 130', async () => {
  const calls = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => calls.listen(0, '127.0.0.1', resolve));
  const { port } = calls.address() as AddressInfo;
  const silent = serviceFiles('undefined');
  const announced = `await fetch('http://127.0.0.1:${port}');\n${silent['server.js']}`;
  await using folder = await temporaryFolder({ ...silent, 'server.js': announced });

  await using grading = startSeeka('grade', folder.path, '--no-sandbox');
  const [request] = (await once(calls, 'request')) as [IncomingMessage];
  const gone = once(request.socket, 'close');
  expect(await grading.interrupt()).toBe(130);
  await gone;
  calls.close();
});
