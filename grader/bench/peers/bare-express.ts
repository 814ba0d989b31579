import express from 'express';

// A page of the portal's size, and nothing behind it.
const page = `<!doctype html><title>bare</title>${'<p>bare</p>'.repeat(600)}`;
express()
  .get('/health', (_request, response) => void response.json({ status: 'ok' }))
  .get('/', (_request, response) => void response.type('html').send(page))
  .listen(Number(process.env.PORT), '127.0.0.1');
