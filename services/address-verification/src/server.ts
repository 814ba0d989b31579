import { serve } from '@seeka/kit/server';
import { port, readSettings } from '@seeka/kit/settings';
import { createApp } from './app.ts';

const { PORT } = readSettings(process.env, { PORT: port });
await serve(createApp(), PORT);
