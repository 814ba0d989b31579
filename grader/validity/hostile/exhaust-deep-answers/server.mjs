import { createServer } from 'node:http';

const DEEP = 100_000;
const array = '['.repeat(DEEP) + ']'.repeat(DEEP);
const object = `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`;
const self = '"links":[{"rel":"self","href":"/addresses/1"}]';
const members = ['id', 'line1', 'city', 'country', 'createdAt', 'items', 'errors', 'status', 'links'];
const bodies = [
  array,
  object,
  `{"id":"1",${self},"line1":${array}}`,
  `{${members.map((name) => `"${name}":${'['.repeat(10_000)}${']'.repeat(10_000)}`).join()}}`,
  `{"id":${object.slice(0, 0)}${array},${self},"items":[${array}]}`,
];
let count = 0;

createServer((request, response) => {
  request.resume();
  if (request.url === '/health') return response.end('{"status":"ok"}');
  count += 1;
  const status = request.method === 'POST' ? 201 : 200;
  const headers = { 'content-type': 'application/json', location: '/addresses/1', etag: '"1"' };
  response.writeHead(status, headers).end(bodies[count % bodies.length]);
}).listen(process.env.PORT);
