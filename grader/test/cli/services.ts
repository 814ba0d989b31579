/** Files of a service of Lab 01 that answers as its one line of code says. */
export function serviceFiles(answer: string): Record<string, string> {
  return {
    'package.json': '{"name": "@seeka/lab-01-address", "type": "module", "scripts": {"start": "node server.js"}}',
    'server.js': [
      "import { createServer } from 'node:http';",
      `const answer = (request, response) => ${answer};`,
      'createServer(answer).listen(Number(process.env.PORT));',
      "process.on('SIGTERM', () => process.exit(0));",
    ].join('\n'),
  };
}

/** Answers 404 to everything but /health. */
export const refuser = "response.writeHead(request.url === '/health' ? 200 : 404).end()";
