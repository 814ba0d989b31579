import { Problem } from './problem.js';

const MOST = 102_400;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The JSON that a client sent. Problems: 415, 413, 400. */
export async function jsonOf({ req: request }) {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0].trim();
  if (!/^application\/json$/i.test(type)) throw new Problem(415, 'JSON is wanted.');
  const bytes = await bytesOf(request);
  if (bytes.length === 0) throw new Problem(400, 'A body is wanted.');
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    throw new Problem(400, 'Well-formed JSON in UTF-8 is wanted.');
  }
}

async function bytesOf(request) {
  if (Number(request.headers['content-length']) > MOST) {
    // The rest is read and forgotten, so that the connection can be used again.
    request.resume();
    throw new Problem(413, 'Less is wanted.');
  }
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length <= MOST) parts.push(part);
  }
  if (length > MOST) throw new Problem(413, 'Less is wanted.');
  return Buffer.concat(parts);
}
