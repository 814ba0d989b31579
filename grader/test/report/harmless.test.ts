import fc from 'fast-check';
import { harmless, harmlessLine } from '../../src/report/harmless.ts';
import { hostileText } from './hostile.ts';

test('what cannot be seen is written out', () => {
  expect(harmless('\u001b[31mred\u001b[0m\ttab\r\n')).toBe('\\x1b[31mred\\x1b[0m\\ttab\\r\n');
  expect(harmless('user\u202etxt.exe')).toBe('user\\u{202e}txt.exe');
  expect(harmless('C1 \u009b31m')).toBe('C1 \\x9b31m');
});

test('letters of every script and their marks stay as they are', () => {
  const text = 'Ünïcödé, 漢字, עברית, 👍, “quotes” — and \\ backslashes';
  expect(harmless(text)).toBe(text);
});

test('a line is no command to a build log', () => {
  expect(harmless('::notice::forged\n  ::error::forged')).toBe('\\x3a:notice::forged\n  \\x3a:error::forged');
  expect(harmless('x ##[error]forged ##vso[task]')).toBe('x \\x23#[error]forged \\x23#vso[task]');
  expect(harmless('http://[::1]:3000/a::b # heading ## two')).toBe('http://[::1]:3000/a::b # heading ## two');
});

test('whatever the text, nothing unseen and no command is left, and a second pass changes nothing', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const clean = harmless(text);
      expect(clean).not.toMatch(/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n]]/v);
      expect(clean).not.toMatch(/^\s*::|##\w*\[/m);
      expect(harmless(clean)).toBe(clean);
      expect(harmlessLine(text)).not.toContain('\n');
    }),
  );
});
