import { createServer } from 'node:http';

/** Is healthy, and answers 404 to everything else, as a perfect problem. */
createServer(({ url }, response) => {
  if (url === '/health') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    return;
  }
  const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'There is nothing.', instance: '/' };
  response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}).listen(process.env.PORT);
