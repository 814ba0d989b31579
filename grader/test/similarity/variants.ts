import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import jsTokens from 'js-tokens';
import { RESERVED } from '../../src/similarity/words.ts';

export const course = join(import.meta.dirname, '..', '..', '..');
export const solution = join(course, 'solutions', '01-address');
export const good = join(course, 'grader', 'validity', '01-address', 'good');

/** A class in a folder of its own, one folder for each submission. */
export function classRoom() {
  const path = mkdtempSync(join(tmpdir(), 'seeka-similar-'));
  return {
    path,
    /** Writes a submission and gives its candidate. */
    add(id: string, files: Record<string, string>) {
      const folder = join(path, id);
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      return { id, name: `Student ${id}`, folder };
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

/** The scripts below `src` of a service, by path. */
export function sourcesOf(folder: string): Record<string, string> {
  const names = readdirSync(join(folder, 'src'));
  return Object.fromEntries(names.map((name) => [`src/${name}`, readFileSync(join(folder, 'src', name), 'utf8')]));
}

export type Change = (files: Record<string, string>) => Record<string, string>;

/** Words of the language that are names elsewhere. */
const SYNTAX = /^(as|async|from|get|infer|is|keyof|meta|of|readonly|satisfies|set|type|using)$/;

/** Every name of one's own, and of libraries too, becomes another. */
export const renamed = eachToken((type, value) =>
  type === 'IdentifierName' && !RESERVED.has(value) && !SYNTAX.test(value) ? `${value}_of_mine` : value,
);

export const otherTexts = eachToken((type, value) => {
  if (type === 'StringLiteral') return `'something else, ${value.length} long'`;
  return type === 'NumericLiteral' ? `17${value}` : value;
});

export const otherComments = eachToken((type, value) =>
  /Comment/.test(type) ? '/* I thought\n   this up */' : value.replace(/^ +$/, '  '),
);

function eachToken(change: (type: string, value: string) => string): Change {
  return (files) =>
    mapped(files, (text) => Array.from(jsTokens(text), ({ type, value }) => change(type, value)).join(''));
}

/** A real formatter with every choice made the other way. */
export const reformatted: Change = (files) => {
  using room = classRoom();
  const { folder } = room.add('code', files);
  const biome = join(course, 'node_modules', '.bin', 'biome');
  const choices = [
    ...['--line-width=60', '--indent-style=tab', '--quote-properties=as-needed', '--bracket-spacing=false'],
    ...['--javascript-formatter-quote-style=double', '--semicolons=as-needed', '--trailing-commas=none'],
    '--arrow-parentheses=as-needed',
  ];
  execFileSync(biome, ['format', '--write', ...choices, '.'], { cwd: folder, stdio: 'pipe' });
  return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
};

/** What stands at a file's top level stands the other way round, imports first. */
export const moved: Change = (files) =>
  mapped(files, (text) => {
    const blocks = text.split(/\n\n(?=\S)/);
    const isImport = (block: string) => block.startsWith('import');
    return [...blocks.filter(isImport), ...blocks.filter((block) => !isImport(block)).reverse()].join('\n\n');
  });

/** All in one file, under another name. */
export const joined: Change = (files) => ({ 'app/index.ts': Object.values(files).reverse().join('\n\n') });

function mapped(files: Record<string, string>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text)]));
}
