const { readdirSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** Maps, and the forms that only other bundlers ask for, would triple the size. */
const LEFT_OUT = /\.map$|\.txt$|\.md$|es-bundle|^(package\.json|index\.js|swagger-ui\.js|absolute-path\.js)$/;

/** A loader for the module of swagger-ui-dist that says where its files are: they go beside the bundle. */
module.exports = function staticFiles(source) {
  const folder = dirname(this.resourcePath);
  for (const name of readdirSync(folder).filter((file) => !LEFT_OUT.test(file))) {
    this.emitFile(`swagger-ui/${name}`, readFileSync(join(folder, name)));
  }
  return source.replace(/\b__dirname\b/, `require('node:path').join(__dirname, 'swagger-ui')`);
};
