import { through } from '../make/marks.ts';

const known = ['1.1', '1.2', '1.10'];

function at(checkpoint: string, ...lines: string[]): string {
  return through({ path: 'solutions/01-toy/src/a.ts', text: lines.join('\n') }, checkpoint, known);
}

const region = ['before', '// @lab:begin 1.2', 'solved', '// @lab:starter', '//| open', '// @lab:end', 'after'];

test('a region is its starter part until its checkpoint, and its solution from then on', () => {
  expect(at('0', ...region)).toBe('before\nopen\nafter');
  expect(at('1.1', ...region)).toBe('before\nopen\nafter');
  expect(at('1.2', ...region)).toBe('before\nsolved\nafter');
  expect(at('1.10', ...region)).toBe('before\nsolved\nafter');
});

test('checkpoints are compared as numbers', () => {
  expect(at('1.2', '// @lab:begin 1.10', 'solved', '// @lab:end', 'after')).toBe('after');
});

test('a region without a starter part is absent before', () => {
  expect(at('0', '// @lab:begin 1.1', 'solved', '// @lab:end', 'after')).toBe('after');
});

test('starter lines keep the indentation before and after their prefix', () => {
  const lines = [
    '  // @lab:begin 1.1',
    '  solved',
    '  // @lab:starter',
    '  //| if (a) {',
    '  //|   b;',
    '  //|',
    '  //| }',
    '  // @lab:end',
  ];
  expect(at('0', ...lines)).toBe('  if (a) {\n    b;\n\n  }');
});

const nested = [
  '// @lab:begin 1.1',
  'one',
  '// @lab:begin 1.2',
  'two',
  '// @lab:starter',
  '//| not two',
  '// @lab:end',
  '// @lab:starter',
  '//| not one',
  '// @lab:end',
];

test('regions nest', () => {
  expect(at('0', ...nested)).toBe('not one');
  expect(at('1.1', ...nested)).toBe('one\nnot two');
  expect(at('1.2', ...nested)).toBe('one\ntwo');
});

test('a starter part may hold an earlier region, with a starter part of its own', () => {
  const prefixed = ['// @lab:begin 1.1', 'early', '// @lab:starter', '//| open', '// @lab:end'].map(
    (line) => `//| ${line}`,
  );
  const lines = ['// @lab:begin 1.2', 'final', '// @lab:starter', ...prefixed, '// @lab:end'];
  expect(at('0', ...lines)).toBe('open');
  expect(at('1.1', ...lines)).toBe('early');
  expect(at('1.2', ...lines)).toBe('final');
});

test('in SQL a mark is a comment of SQL', () => {
  const text = '-- @lab:begin 1.1\nselect 1;\n-- @lab:starter\n--| select 0;\n-- @lab:end';
  expect(through({ path: 'migrations/001.sql', text }, '0', known)).toBe('select 0;');
});

test('a file that cannot carry marks is copied', () => {
  const text = '# @lab:begin 1.1\n';
  expect(through({ path: 'openapi.yaml', text }, '0', known)).toBe(text);
});

test.each([
  ['an unclosed region', ['', '// @lab:begin 1.1', 'a'], ':2: this region has no "@lab:end"'],
  [
    'an unclosed region within a closed one',
    ['// @lab:begin 1.1', '// @lab:begin 1.2', '// @lab:end'],
    ':1: this region has no',
  ],
  ['an end without a beginning', ['// @lab:end'], ':1: "@lab:end" outside a region'],
  ['a starter part outside a region', ['// @lab:starter'], ':1: "@lab:starter" outside a region'],
  ['an unknown checkpoint', ['// @lab:begin 2.1', '// @lab:end'], ':1: there is no checkpoint 2.1'],
  ['a checkpoint that is missing', ['// @lab:begin', '// @lab:end'], ':1: no such mark: "begin"'],
  ['text after a mark', ['// @lab:begin 1.1', '// @lab:end here'], ':2: no such mark: "end here"'],
  ['a misspelt mark', ['// @lab:start'], ':1: no such mark: "start"'],
  ['a mark behind code', ['a(); // @lab:begin 1.1'], ':1: no such mark'],
  [
    'a starter line without a prefix',
    ['// @lab:begin 1.1', '// @lab:starter', 'a', '// @lab:end'],
    ':3: a starter line begins with',
  ],
  [
    'a second starter part',
    ['// @lab:begin 1.1', '// @lab:starter', '// @lab:starter', '// @lab:end'],
    ':3: a starter line begins with',
  ],
  [
    'a prefix without a blank',
    ['// @lab:begin 1.1', '// @lab:starter', '//|a', '// @lab:end'],
    ':3: a blank is missing after "//|"',
  ],
  ['a prefix outside a starter part', ['//| a'], ':1: "//|" outside a starter part'],
])('%s is an error that names file and line', (_what, lines, message) => {
  expect(() => at('1.1', ...lines)).toThrow(`solutions/01-toy/src/a.ts${message}`);
});
