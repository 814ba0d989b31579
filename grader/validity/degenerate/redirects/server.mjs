import { createServer } from 'node:http';

/** Sends everybody on to itself. */
createServer(({ url }, response) => {
  response.writeHead(307, { location: `${url}?again` }).end();
}).listen(process.env.PORT);
