/** A package.json whose start script is this. */
export function startedBy(start: string): Record<string, string> {
  return { 'package.json': JSON.stringify({ type: 'module', scripts: { start } }) };
}

/** A service of one file, started by npm. */
export function service(source: string): Record<string, string> {
  return { ...startedBy('node server.js'), 'server.js': source };
}

/** Started without npm, which takes 0.2 s. */
export function quick(source: string): Record<string, string> {
  return { Procfile: 'web: exec node server.js\n', 'package.json': '{"type":"module"}', 'server.js': source };
}

/** Answers /health, and runs what it is sent: whatever code of a student could do, from inside. */
export const obedient = `
import { createServer } from 'node:http';
const AsyncFunction = (async () => {}).constructor;
const server = createServer(async (request, response) => {
  if (request.url !== '/run') return response.end('{"status":"ok"}');
  let body = '';
  for await (const bytes of request) body += bytes;
  try {
    response.end(JSON.stringify({ value: (await new AsyncFunction(body)()) ?? null }));
  } catch (error) {
    response.end(JSON.stringify({ error: String(error.code ?? error.message) }));
  }
});
server.listen(process.env.PORT);
process.on('SIGTERM', () => process.exit(Number(process.env.EXIT_CODE ?? 0)));
`;

/** Keeps a list in its database: POST /notes adds one, GET /notes gives all; 503 while the database is away. */
export const noting = `
import { createServer } from 'node:http';
import pg from 'pg';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 2000 });
pool.on('error', () => {});
const server = createServer(async (request, response) => {
  try {
    await pool.query('create table if not exists notes (id serial, text text)');
    if (request.method === 'POST') await pool.query("insert into notes (text) values ('a note')");
    const { rows } = await pool.query('select text from notes');
    response.end(JSON.stringify(rows.map(({ text }) => text)));
  } catch (error) {
    response.writeHead(503).end(String(error.code ?? error.message));
  }
});
server.listen(process.env.PORT);
`;
