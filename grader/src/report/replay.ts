import type { Exchange } from '../types.ts';
import { harmlessLine } from './harmless.ts';

/** Where a student's service listens under `seeka dev`. */
export const DEV_ORIGIN = 'http://127.0.0.1:3000';

/** Longer bodies would bury the command that carries them. */
const BODY_LIMIT = 2_000;

/** A command line for bash or zsh that sends the same request again. One line, whatever the request holds. */
export function replay({ method, path, request }: Exchange, origin: string): string {
  return [
    method === 'HEAD' ? 'curl -I' : 'curl -i',
    ...(/\/\.{1,2}(\/|$)/.test(path) ? ['--path-as-is'] : []),
    ...(/[[\]{}]/.test(path) ? ['-g'] : []),
    ...(method === 'GET' || method === 'HEAD' ? [] : ['-X', shellWord(method)]),
    ...headerWords(request.headers, request.body !== ''),
    ...bodyWords(request.body),
    shellWord(origin + path),
  ].join(' ');
}

/** Why the command leaves the body out, when it does. */
export function replayNote({ request: { body } }: Exchange): string | undefined {
  if (isBinary(body)) return 'The body is not text, so it is left out: give it on standard input.';
  if (body.length > BODY_LIMIT) return 'The body is too long to show: give one like it on standard input.';
  return undefined;
}

function headerWords(headers: Exchange['request']['headers'], hasBody: boolean): string[] {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => (one === '' ? `${name};` : `${name}: ${one}`)),
  );
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  // curl would declare a form by itself.
  if (hasBody && !typed) lines.push('Content-Type:');
  return lines.flatMap((line) => ['-H', shellWord(line)]);
}

function bodyWords(body: string): string[] {
  if (body === '') return [];
  if (isBinary(body) || body.length > BODY_LIMIT) return ['--data-binary', '@-'];
  return ['--data-raw', shellWord(body)];
}

/** U+FFFD stands where bytes were not UTF-8; no argument of a command can hold a NUL. */
function isBinary(body: string): boolean {
  return body.includes('\uFFFD') || body.includes('\0');
}

/** One word of a command line, quoted when it must be; what cannot be seen is written as `$'\x1b'`. */
export function shellWord(text: string): string {
  if (/^[\w/.][\w@%+:,./-]*$/.test(text)) return text;
  if (harmlessLine(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${[...text]
    .map(ansiC)
    .join('')
    .replace(/#(?=#)/g, '\\x23')
    .replace(/:(?=:)/g, '\\x3a')}'`;
}

function ansiC(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\\' || character === "'") return `\\${character}`;
  return harmlessLine(character) === character ? character : bytes(character);
}

function bytes(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
