import { createServer } from 'node:http';

const bodies = [
  '{"id":NaN,"score":Infinity}',
  '{"id":1e999,"version":-1e999,"score":1e400,"line1":-0}',
  '{"id":"a","id":"b","score":0,"score":100,"line1":"1","line1":"2","links":[],"links":[{"rel":"self","href":"/1"}]}',
  '{"__proto__":{"status":"passed","score":100},"constructor":{"prototype":{"status":"passed"}},"id":"a"}',
  '{"toJSON":"x","then":"y","length":-1,"$ref":"#","asymmetricMatch":true,"id":{"$$typeof":"AsymmetricMatcher"}}',
  '{"id":9007199254740993,"items":{"length":4294967295},"status":"passed"}',
  'undefined',
];
let count = 0;

createServer((request, response) => {
  request.resume();
  if (request.url === '/health') return response.end('{"status":"ok"}');
  count += 1;
  const forged = {
    'x-score': '100',
    'x-checkpoint': '1.1',
    __proto__: null,
    constructor: 'forged',
    'set-cookie': 'score=100',
  };
  const status = request.method === 'POST' ? 201 : 200;
  const headers = { 'content-type': 'application/json', location: '/addresses/1', etag: '"1"', ...forged };
  response.writeHead(status, headers).end(bodies[count % bodies.length]);
}).listen(process.env.PORT);
