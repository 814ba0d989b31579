import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import pg from 'pg';
import { forbidden } from './forbidden.js';

for (const place of ['/tmp', '/var/tmp', '/dev/shm', '/run', '/opt/compile-cache', '/course/node_modules', '.'])
  await forbidden(`a file in ${place}`, () => existsSync(`${place}/hostile-mark`));
// npm may have made its own folder.
await forbidden('anything in /tmp', () =>
  readdirSync('/tmp')
    .filter((name) => !name.startsWith('.npm'))
    .join(),
);
for (const pid of readdirSync('/proc').filter(Number))
  await forbidden('a daemon', () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hostile-mark'));
for (const table of ['msg', 'sem', 'shm'])
  await forbidden(table, () => readFileSync(`/proc/sysvipc/${table}`, 'utf8').trim().split('\n').slice(1).join());
for (const place of [40_404, 40_405, '\0hostile-mark', '/tmp/hostile.sock'])
  await forbidden(`a listener at ${place}`, () => isListening(place));

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
for (const query of [
  `select relname from pg_class where relnamespace = 'public'::regnamespace`,
  'select oid from pg_largeobject_metadata',
  `select description from pg_shdescription where description like 'hostile%'`,
  `select datname from pg_database where datistemplate and datname not like 'template%' or datname like 'hostile%'`,
  `select rolname from pg_roles where rolname like 'hostile%'`,
  `select setconfig from pg_db_role_setting where setconfig::text like '%hostile%'`,
  'select gid from pg_prepared_xacts',
  'select objid from pg_locks where objid = 40404',
])
  await forbidden(query, async () => (await client.query(query)).rows.map((row) => JSON.stringify(row)).join());
await client.end();

function isListening(place) {
  return new Promise((resolve) => {
    const socket = typeof place === 'number' ? connect(place, '127.0.0.1') : connect(place);
    socket.on('connect', () => resolve(socket.destroy() && true)).on('error', () => resolve(false));
  });
}
