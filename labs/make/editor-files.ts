/** What makes a copy of a lab work outside the course's folder, in an editor and with plain `npx jest`. */
export const editorFiles: ReadonlyMap<string, string> = new Map([
  [
    '.editorconfig',
    `root = true

[*]
charset = utf-8
end_of_line = lf
indent_size = 2
indent_style = space
insert_final_newline = true
trim_trailing_whitespace = true
`,
  ],
  // Without a slash: in a student's copy it is a link.
  ['.gitignore', 'node_modules\n'],
  // Jest runs ES modules only with the first option.
  ['.npmrc', 'node-options=--experimental-vm-modules --disable-warning=ExperimentalWarning\nfund=false\naudit=false\n'],
  ['.vscode/settings.json', json({ 'files.eol': '\n', 'files.insertFinalNewline': true, 'editor.tabSize': 2 })],
  ['jest.config.js', "import preset from '@seeka/grader/jest';\n\nexport default preset;\n"],
  [
    'tsconfig.json',
    json({
      compilerOptions: {
        target: 'esnext',
        module: 'nodenext',
        types: ['node'],
        strict: true,
        noUncheckedIndexedAccess: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        allowImportingTsExtensions: true,
        skipLibCheck: true,
        noEmit: true,
      },
      include: ['src'],
    }),
  ],
]);

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
