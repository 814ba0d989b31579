import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';

const bomb = gzipSync(Buffer.alloc(50_000_000));
const created = 'HTTP/1.1 200 OK\r\nLocation: /addresses/1\r\nContent-Type: application/json\r\n';
const endless = (text) => (socket) => {
  const more = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', more);
  more();
};
const once =
  (...parts) =>
  (socket) => {
    for (const part of parts) socket.write(part);
  };
const answers = [
  once(`${created}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`, bomb),
  once(`${created}Content-Encoding: gzip, deflate, br, zstd, gzip\r\nContent-Length: 4\r\n\r\n`, 'abcd'),
  once(`${created}X-Large: ${'x'.repeat(5_000_000)}\r\nContent-Length: 2\r\n\r\n{}`),
  once(`${created}${'X-Many: 1\r\n'.repeat(50_000)}Content-Length: 2\r\n\r\n{}`),
  once(
    `${created}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nHTTP/1.1 201 Created\r\n\r\n`,
  ),
  once('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', 'x'.repeat(100_000)),
  once(`${created}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{}`),
  once(`${created}Content-Length: -1\r\n\r\n{}`),
  once(`${created}Content-Length: 99999999999999999999\r\n\r\n{}`),
  once('HTTP/1.1 999 \u0000\r\n\r\n'),
  once(`${created}Bad\u0000Name: 1\r\n folded: 2\r\nContent-Length: 2\r\n\r\n{}`),
  once('HTTP/9.9 201\r\n\r\n'),
  endless('HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n'),
  endless('HTTP/1.1 100 Continue\r\n\r\n'),
  endless(`${'x'.repeat(10_000)}`),
  (socket) => {
    socket.write(`${created}Transfer-Encoding: chunked\r\n\r\n`);
    endless(`2000\r\n${'['.repeat(0x2000)}\r\n`)(socket);
  },
  (socket) => socket.end(`${created}Content-Length: 100\r\n\r\n{`),
  (socket) => socket.resetAndDestroy(),
];
let count = 0;

createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    const { 1: path } = bytes.toString('latin1').split(' ', 2);
    count += path === '/health' ? 0 : 1;
    if (count === 0) return socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    answers[count % answers.length](socket);
  });
}).listen(process.env.PORT);
