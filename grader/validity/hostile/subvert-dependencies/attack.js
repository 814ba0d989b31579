import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { forbidden } from './forbidden.js';

const modules = new URL('./node_modules/', import.meta.url).pathname;
await forbidden('its package is missing', () => !existsSync(`${modules}scripted/index.js`));
await forbidden('more than its package', () =>
  readdirSync(modules)
    .filter((name) => !['scripted', '.bin', '.package-lock.json'].includes(name))
    .join(),
);
await forbidden('an install script was run', () => readdirSync(`${modules}scripted`).includes('ran'));
await forbidden('its own node runs', () => process.argv0 !== 'node' || process.execPath.includes('submission'));
await forbidden('its package can be written to', () => {
  writeFileSync(`${modules}scripted/index.js`, '');
  return true;
});
await forbidden('settings were kept', () => existsSync(`${modules}../.npm`));
await forbidden('the mirror is still there', async () => (await fetch('http://127.0.0.1:4873/scripted')).status);
await forbidden('a socket of the mirror', () => readdirSync('/run/neighbours').includes('4873.sock'));
await forbidden('links', () => readFileSync(`${modules}.bin/passwd`, 'utf8'));
