import { createServer } from 'node:net';

/** Answers every connection with a line that is no HTTP. */
createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.end('220 ready when you are\r\n');
}).listen(process.env.PORT);
