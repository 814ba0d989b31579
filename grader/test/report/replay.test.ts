import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { harmlessLine } from '../../src/report/harmless.ts';
import { replay, replayNote, shellWord } from '../../src/report/replay.ts';
import type { Exchange } from '../../src/types.ts';
import { hostileText } from './hostile.ts';
import { stalePut } from './samples.ts';

const origin = 'http://127.0.0.1:3000';

/** What a shell hands to curl when the line is pasted. */
function argumentsOf(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; ${line}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

function request(changes: Partial<Exchange> & Partial<Exchange['request']>): Exchange {
  const { headers = {}, body = '', ...rest } = changes;
  return { method: 'POST', path: '/addresses', request: { headers, body }, at: 0, durationMs: 1, ...rest };
}

test('the command sends method, headers, body and URL of the exchange', () => {
  expect(argumentsOf(replay(stalePut, origin))).toEqual([
    ...['-i', '-X', 'PUT', '-H', 'if-match: "a1"', '-H', 'content-type: application/json'],
    ...['--data-raw', stalePut.request.body, `${origin}${stalePut.path}`],
  ]);
});

test('a path with dots or brackets is sent as it is written', () => {
  const line = replay(request({ method: 'GET', path: '/addresses/../x?city={a}' }), origin);
  expect(argumentsOf(line)).toEqual(['-i', '--path-as-is', '-g', `${origin}/addresses/../x?city={a}`]);
});

test('a body without a Content-Type is sent without one', () => {
  const line = replay(request({ body: '{}' }), origin);
  expect(argumentsOf(line)).toContain('Content-Type:');
});

test('HEAD asks for headers alone, and an empty header is sent', () => {
  const line = replay(request({ method: 'HEAD', headers: { accept: '' } }), origin);
  expect(argumentsOf(line)).toEqual(['-I', '-H', 'accept;', `${origin}/addresses`]);
});

test.each([['\uFFFD\uFFFD'], ['a\0b'], ['x'.repeat(2_001)]])(
  'a body that is binary or long is left out, and a note says so',
  (body) => {
    const exchange = request({ body, headers: { 'content-type': 'application/json' } });
    expect(argumentsOf(replay(exchange, origin))).toEqual(expect.arrayContaining(['--data-binary', '@-']));
    expect(replayNote(exchange)).toMatch(/standard input/);
  },
);

test('a body that is shown needs no note', () => {
  expect(replayNote(stalePut)).toBeUndefined();
});

test('whatever the text, the shell reads one word equal to it, and the word is one harmless line', () => {
  fc.assert(
    fc.property(hostileText, (drawn) => {
      const text = drawn.toWellFormed().replaceAll('\0', '');
      const word = shellWord(text);
      expect(argumentsOf(`curl ${word}`)).toEqual([text]);
      expect(harmlessLine(word)).toBe(word);
    }),
    { numRuns: 60 },
  );
});
