import { createServer } from 'node:http';

/** Answers 404 to everything. */
createServer((_request, response) => {
  response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"status":404}');
}).listen(process.env.PORT);
