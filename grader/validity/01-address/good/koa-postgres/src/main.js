import { createServer } from 'node:http';
import { Addresses } from './addresses.js';
import { createApp } from './app.js';
import { createVerifier } from './verify.js';

const isUrl =
  (...protocols) =>
  (text) =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol);

const settings = {
  PORT: { wanted: '1 to 65535', fits: (text) => /^\d+$/.test(text) && Number(text) > 0 && Number(text) < 65_536 },
  DATABASE_URL: { wanted: 'a postgres URL', fits: isUrl('postgres:', 'postgresql:') },
  ADDRESS_VERIFICATION_URL: { wanted: 'an http URL', fits: isUrl('http:', 'https:') },
};

const wrong = Object.entries(settings).filter(([name, { fits }]) => !fits(process.env[name] ?? ''));
if (wrong.length > 0) {
  console.error(`Settings: ${wrong.map(([name, { wanted }]) => `${name} must be ${wanted}`).join('; ')}`);
  process.exit(2);
}

const { PORT, DATABASE_URL, ADDRESS_VERIFICATION_URL } = process.env;
const addresses = new Addresses(DATABASE_URL);
const app = createApp({ addresses, verify: createVerifier(ADDRESS_VERIFICATION_URL) });
const server = createServer(app.callback());

const sockets = new Set();
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
const busy = new Set();
server.on('request', (request, response) => {
  busy.add(request.socket);
  response.on('close', () => {
    busy.delete(request.socket);
    if (!server.listening) request.socket.end();
  });
});

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
  setTimeout(() => process.exit(0), 4_500).unref();
});

server.listen(Number(PORT));
