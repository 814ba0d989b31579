import { createServer } from 'node:http';

let requests = 0;

/** Creates well twice, /health not counted, and then ends in the middle of a request. */
createServer(async (request, response) => {
  if (request.url === '/health') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    return;
  }
  requests += 1;
  if (requests === 3) process.exit(1);
  let body = '';
  for await (const chunk of request) body += chunk;
  const address = { ...JSON.parse(body || '{}'), id: String(requests), links: [] };
  const headers = { 'content-type': 'application/json', location: `/addresses/${requests}` };
  response.writeHead(201, headers).end(JSON.stringify(address));
}).listen(process.env.PORT);
