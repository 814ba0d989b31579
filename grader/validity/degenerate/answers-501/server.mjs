import { createServer } from 'node:http';

/** Answers 501 to everything, as an untouched starter does. */
createServer((_request, response) => {
  const problem = { type: 'about:blank', title: 'Not Implemented', status: 501, detail: 'TODO', instance: '/' };
  response.writeHead(501, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
}).listen(process.env.PORT);
