#!/usr/bin/env node
// Without types, so that it runs on any Node from 18 on.
const [major] = process.versions.node.split('.');

if (Number(major) >= 24 && process.features.typescript) await import('./main.ts');
else await inPinnedNode();

/** The course's own Node carries the command out: signals go to it, and its end is this one's. */
async function inPinnedNode() {
  const [{ spawn }, { constants }, { fileURLToPath }] = await Promise.all([
    import('node:child_process'),
    import('node:os'),
    import('node:url'),
  ]);
  const [node, main] = ['../../../node_modules/node/bin/node', 'main.ts'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', ({ message }) => {
    console.error(`error: The course's own Node cannot be started (${message}). Run npm install in its folder.`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
