import { readFileSync } from 'node:fs';
import pg from 'pg';
import { forbidden } from './forbidden.js';

const { file, port } = JSON.parse(readFileSync('canary.json', 'utf8'));
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
/** What a query gives, as text. */
const ask = async (sql) => JSON.stringify((await client.query(sql)).rows);
if ((await ask('select 1 as one')) !== '[{"one":1}]') throw new Error('the database does not answer');

const extensions = ['dblink', 'postgres_fdw', 'file_fdw', 'adminpack', 'plpython3u', 'plperlu', 'pg_read_file', 'xml2'];
const queries = [
  `copy (select 1) to program 'true'`,
  `create table t1 (a text); copy t1 from program 'id'`,
  `create table t2 (a text); copy t2 from '${file}'`,
  `copy (select 1) to '/tmp/hostile-mark'`,
  `select pg_read_file('${file}')`,
  `select pg_read_binary_file('/etc/passwd')`,
  `select pg_ls_dir('/')`,
  `select pg_stat_file('${file}')`,
  `select lo_import('${file}')`,
  `select lo_export(lo_from_bytea(0, 'x'), '/tmp/hostile-mark')`,
  'select rolpassword from pg_authid where rolpassword is not null',
  'select passwd from pg_shadow',
  'select * from pg_hba_file_rules',
  'show data_directory',
  `alter system set log_min_messages = 'debug5'`,
  'select pg_reload_conf()',
  'select * from pg_ls_logdir()',
  `create server away foreign data wrapper dblink_fdw options (host '127.0.0.1', port '${port}')`,
  `create subscription s connection 'host=127.0.0.1 port=${port}' publication p`,
  `select pg_create_physical_replication_slot('s')`,
  `load '/tmp/hostile.so'`,
  `create function f() returns int language c as '/tmp/hostile.so', 'f'`,
  `create function g() returns text language plpython3u as 'return open("${file}").read()'`,
  'set role postgres',
  'set session authorization seeka',
  'grant pg_read_server_files to current_user',
  'grant pg_execute_server_program to current_user',
  'alter role current_user superuser',
  `set log_destination = 'csvlog'`,
  'create role hostile_mark superuser',
  'create database hostile_mark',
  "create tablespace hostile_mark location '/tmp'",
  ...extensions.map((name) => `create extension ${name} cascade`),
];
for (const query of queries) await forbidden(query, () => ask(query));
const others = `select query from pg_stat_activity where datname is distinct from current_database()
  and query not in ('', '<insufficient privilege>')`;
await forbidden('what others ask', async () => (await client.query(others)).rows.map(({ query }) => query).join());

const own = new URL(process.env.DATABASE_URL);
const { rows } = await client.query('select datname from pg_database where datname <> current_database()');
for (const { datname } of rows) await forbidden(`the database ${datname}`, () => enter({ pathname: `/${datname}` }));
const { rows: roles } = await client.query('select rolname from pg_roles where rolname <> current_user');
for (const { rolname } of roles)
  for (const password of ['', rolname, own.password])
    await forbidden(`the role ${rolname}`, () => enter({ username: rolname, password }));
await client.end();

async function enter(change) {
  const other = new pg.Client({ connectionString: Object.assign(new URL(own), change).href });
  await other.connect();
  await other.end();
  return true;
}
