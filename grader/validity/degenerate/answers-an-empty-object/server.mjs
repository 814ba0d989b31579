import { createServer } from 'node:http';

/** Answers 200 and `{}` to everything. */
createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
}).listen(process.env.PORT);
