import { createServer } from 'node:http';

let requests = 0;

/** Does well twice, and ends in the middle of its third request. */
createServer(async (request, response) => {
  requests += 1;
  if (requests === 3) process.exit(1);
  let body = '';
  for await (const chunk of request) body += chunk;
  const found = request.method === 'POST' ? JSON.parse(body) : { status: 'ok' };
  const headers = { 'content-type': 'application/json', location: `/addresses/${requests}` };
  response.writeHead(request.method === 'POST' ? 201 : 200, headers).end(JSON.stringify(found));
}).listen(process.env.PORT);
