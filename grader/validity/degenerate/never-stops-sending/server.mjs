import { createServer } from 'node:http';

/** Answers 201 to everything with a text that has no end. */
createServer((_request, response) => {
  response.writeHead(201, { 'content-type': 'application/json', location: '/addresses/1' });
  const send = () => {
    while (response.write('"all work and no play", '.repeat(1_000)));
  };
  response.on('drain', send);
  send();
}).listen(process.env.PORT);
