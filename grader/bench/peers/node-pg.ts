import { createServer } from 'node:http';
import pg from 'pg';

/** The least that serves an address from PostgreSQL: node:http and pg. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

createServer(async (request, response) => {
  const { method, url = '' } = request;
  if (method === 'GET') {
    const { rows } = await pool.query('select * from bench where id = $1', [url.slice('/addresses/'.length)]);
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows[0]));
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { line1, city, region, postalCode } = JSON.parse(Buffer.concat(chunks).toString());
  const insert =
    'insert into bench (id, line1, city, region, postal_code) values (gen_random_uuid()::text, $1, $2, $3, $4) returning *';
  const { rows } = await pool.query(insert, [line1, city, region, postalCode]);
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(rows[0]));
}).listen(Number(process.env.PORT), '127.0.0.1');
