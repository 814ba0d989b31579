import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import pg from 'pg';

const places = ['/tmp', '/var/tmp', '/dev/shm', '/run', '/opt/compile-cache', '/course/node_modules', '.'];
for (const place of places) attempt(() => writeFileSync(`${place}/hostile-mark`, 'hostile-mark'));
for (const where of ['/tmp/hostile.sock', '\0hostile-mark', { port: 40_404, host: '0.0.0.0' }]) {
  const server = createServer().on('error', () => server.close());
  server.listen(where).unref();
}
const daemon = "require('node:http').createServer().listen(40405, '127.0.0.1'); process.on('SIGTERM', () => 0)";
const twice = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(daemon)}, 'hostile-mark'], { detached: true, stdio: 'ignore' }).unref()`;
spawn(process.execPath, ['-e', twice, 'hostile-mark'], { detached: true, stdio: 'ignore' }).unref();

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const { rows } = await client.query('select current_database() as own');
for (const sql of [
  'create table hostile_mark (n int)',
  "select lo_from_bytea(0, 'hostile-mark')",
  `comment on database "${rows[0].own}" is 'hostile-mark'`,
  `alter database "${rows[0].own}" is_template true`,
  `alter role current_user set application_name = 'hostile-mark'`,
  'create role hostile_mark',
  'create database hostile_mark',
  "prepare transaction 'hostile-mark'",
  'select pg_advisory_lock(40404)',
  'listen hostile_mark',
]) {
  // What it may not do fails; the rest must be cleared away.
  await client.query(sql).catch((error) => console.log(error.message));
}
client.unref();

function attempt(act) {
  try {
    act();
  } catch (error) {
    console.log(error.message);
  }
}
