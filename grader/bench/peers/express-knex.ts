import { randomUUID } from 'node:crypto';
import express from 'express';
import knex from 'knex';

/** What a tutorial would write: Express and knex, no contract kept. */
const database = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 0, max: 10 } });
const app = express();
app.use(express.json());

app.get('/addresses/:id', async (request, response) => {
  response.json(await database('bench').where({ id: request.params.id }).first());
});

app.post('/addresses', async (request, response) => {
  const { line1, city, region, postalCode: postal_code } = request.body;
  const row = { id: randomUUID(), line1, city, region, postal_code };
  const [stored] = await database('bench').insert(row).returning('*');
  response.status(201).json(stored);
});

app.listen(Number(process.env.PORT), '127.0.0.1');
