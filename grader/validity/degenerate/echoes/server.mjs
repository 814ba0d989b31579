import { createServer } from 'node:http';

/** Answers 200 with what was sent. */
createServer((request, response) => {
  response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'application/json' });
  request.pipe(response);
}).listen(process.env.PORT);
