import { existsSync } from 'node:fs';
import { forbidden } from './forbidden.js';

await forbidden('its own node_modules were handed on', () => existsSync('node_modules'));
await forbidden('its own kit is loaded', async () => (await import('@seeka/kit/settings')).hostile);
await forbidden('its own express is loaded', async () => (await import('express')).hostile);
