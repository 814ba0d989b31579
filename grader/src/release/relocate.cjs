const { posix, relative, sep } = require('node:path');

/**
 * A loader for rspack. A bundle is one file, yet `import.meta.url` and `__dirname` go on to lead to what lies beside each
 * source. `base` is the folder that keeps its layout, `from` the bundle's own folder in it.
 */
module.exports = function relocate(source) {
  const { base, from } = this.getOptions();
  const path = posix.relative(from, relative(base, this.resourcePath).split(sep).join('/'));
  const url = `new URL(${JSON.stringify(path)}, import.meta.url)`;
  const folder = `require('node:path').join(__dirname, ${JSON.stringify(posix.dirname(path))})`;
  return source
    .replaceAll(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, name) => inModules(name, url))
    .replaceAll(/(?<![\w$.])__dirname\b/g, folder);
};

function inModules(name, url) {
  if (name === 'url') return `${url}.href`;
  const file = `process.getBuiltinModule('node:url').fileURLToPath(${url})`;
  return name === 'filename' ? file : `process.getBuiltinModule('node:path').dirname(${file})`;
}
