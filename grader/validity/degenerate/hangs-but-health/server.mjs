import { createServer } from 'node:http';

/** Is healthy, and never answers anything else. */
createServer(({ url }, response) => {
  if (url === '/health') response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
}).listen(process.env.PORT);
