import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { takeUploads } from '../../src/portal/student/upload.ts';

const SILENT_MS = 200;

/** Takes uploads of one student, and then is busy with each for longer than a line may be silent. */
async function takingUploads() {
  const app = express();
  app.use((request, _response, next) => {
    request.user = { id: 'ana', role: 'student' };
    next();
  });
  app.use(takeUploads({ now: () => new Date() }, SILENT_MS), express.urlencoded({ extended: false }));
  app.post('/labs/:lab', async ({ body }, response) => {
    await pause(3 * SILENT_MS);
    response.send(`took ${body.url}`);
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void (await once(server.close(), 'close')) };
}

test('a form that stops coming is broken off, and one that has come is answered however long it takes', async () => {
  await using taking = await takingUploads();
  const silent = connect(taking.port, '127.0.0.1');
  silent.write('POST /labs/01-address HTTP/1.1\r\nHost: portal\r\nContent-Length: 100\r\n\r\nurl=');
  await once(silent.on('error', () => undefined).resume(), 'close');
  const body = new URLSearchParams({ url: 'https://address.example.org' });
  const headers = { connection: 'close' };
  const answer = await fetch(`http://127.0.0.1:${taking.port}/labs/01-address`, { method: 'POST', body, headers });
  expect(await answer.text()).toBe('took https://address.example.org');
});
