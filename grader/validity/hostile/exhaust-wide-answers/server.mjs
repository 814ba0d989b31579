import { createServer } from 'node:http';

const numbers = Array.from({ length: 300_000 }, (_, number) => number % 10);
const lines = Array.from({ length: 200_000 }, (_, number) => number % 10).join('\n');
const object = Object.fromEntries(Array.from({ length: 60_000 }, (_, number) => [`m${number}`, number]));
const bodies = [
  { id: 'x', line1: numbers },
  { id: lines, city: 'x' },
  { id: 'x', line1: object },
  { id: numbers },
  { id: 'x', country: numbers },
  { id: 'x', createdAt: lines },
].map((body) =>
  JSON.stringify({ ...body, links: Array.from({ length: 9 }, () => ({ rel: 'self', href: '/addresses/1' })) }),
);
let count = 0;

createServer((request, response) => {
  request.resume();
  if (request.url === '/health') return response.end('{"status":"ok"}');
  count += 1;
  const headers = { 'content-type': 'application/json', location: '/addresses/1', etag: '"1"' };
  response.writeHead(request.method === 'POST' ? 201 : 200, headers).end(bodies[count % bodies.length]);
}).listen(process.env.PORT);
