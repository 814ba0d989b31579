import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import dns from 'node:dns/promises';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { forbidden } from './forbidden.js';

const { port, databasePort } = JSON.parse(readFileSync('canary.json', 'utf8'));
const own = [process.env.DATABASE_URL, process.env.ADDRESS_VERIFICATION_URL].map((url) => Number(new URL(url).port));
const places = [
  ...['127.0.0.1', '::1', '127.1.2.3', '0.0.0.0', '::ffff:127.0.0.1', '2130706433'].map((host) => ({ host, port })),
  { host: '127.0.0.1', port: databasePort },
  ...['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '198.51.100.1', '2001:db8::1', 'fe80::1', '10.0.0.1'].map(
    (host) => ({ host, port: 80 }),
  ),
  ...[
    '/var/run/docker.sock',
    '/run/postgresql/.s.PGSQL.5432',
    '\0/tmp/.X11-unix/X0',
    '/run/dbus/system_bus_socket',
  ].map((path) => ({ path })),
];
for (const place of places) await forbidden(JSON.stringify(place), () => reached(place));

const resolver = new dns.Resolver({ timeout: 300, tries: 1 });
await forbidden('names', async () => (await dns.lookup('example.org')).address);
await forbidden('the name server', async () => (await resolver.resolve4('example.org')).join());
resolver.setServers(['198.51.100.53']);
await forbidden('a name server of its own', async () => (await resolver.resolve4('example.org')).join());
for (const [kind, host] of [
  ['udp4', '198.51.100.1'],
  ['udp4', '255.255.255.255'],
  ['udp6', 'ff02::1'],
  ['udp4', '224.0.0.1'],
])
  await forbidden(`a datagram to ${host}`, () => sent(kind, host));

// AF_INET raw, AF_INET6 raw, AF_PACKET, AF_BLUETOOTH, AF_ALG, AF_VSOCK, AF_XDP.
for (const [family, type] of [
  [2, 3],
  [10, 3],
  [17, 3],
  [31, 3],
  [38, 5],
  [40, 1],
  [44, 3],
]) {
  const perl = `print socket(my $s, ${family}, ${type}, 0) ? "open" : ""`;
  await forbidden(`family ${family}`, () => spawnSync('perl', ['-e', perl], { encoding: 'utf8' }).stdout);
}
await forbidden('an interface', () =>
  Object.keys(networkInterfaces())
    .filter((name) => name !== 'lo')
    .join(),
);
await forbidden('docker', () => existsSync('/var/run/docker.sock'));
await forbidden('another listener', async () => {
  for (const at of [22, 80, 111, 443, 2375, 3000, 5432, 5433, 6379, 8080])
    if (!own.includes(at) && (await reached({ host: '127.0.0.1', port: at }))) return at;
});

async function reached(place) {
  const socket = connect(place);
  socket.setTimeout(500, () => socket.destroy(new Error('silence')));
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}

async function sent(kind, host) {
  const socket = createSocket(kind);
  try {
    return await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.send('x', 53, host, (error) => (error ? reject(error) : resolve(true)));
    });
  } finally {
    socket.close();
  }
}
