import pg from 'pg';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query('select pg_advisory_lock(n) from generate_series(1, 15000) n');
setInterval(() => 0, 1000);
