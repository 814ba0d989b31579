import type { IncomingMessage } from 'node:http';

/** No honest client sends a double more. */
const LIMIT = 100_000;

/** The body of a request to a double, cut after 100 kB. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) if (text.length < LIMIT) text += chunk;
  return text;
}
