import { appendFileSync, readFileSync } from 'node:fs';
import { Server } from 'node:http';
import { join } from 'node:path';

const { stages } = JSON.parse(readFileSync('canary.json', 'utf8'));
/** Their values are what a check is about. */
const varied = new Set([
  'host',
  'content-length',
  'if-match',
  'if-none-match',
  'content-type',
  'traceparent',
  'tracestate',
  'accept',
]);
const seen = new Set();
const emit = Server.prototype.emit;

Server.prototype.emit = function (event, request, ...rest) {
  if (event === 'request') note(request);
  return emit.call(this, event, request, ...rest);
};

function note({ method, httpVersion, rawHeaders }) {
  const names = rawHeaders.filter((_, at) => at % 2 === 0);
  const marks = names.map((name, at) => (varied.has(name.toLowerCase()) ? name : `${name}: ${rawHeaders[2 * at + 1]}`));
  const form = JSON.stringify([method, httpVersion, ...marks]);
  if (seen.has(form)) return;
  seen.add(form);
  try {
    appendFileSync(join(stages, '..', 'said'), `${form}\n`);
  } catch {
    seen.clear();
  }
}
