import { createServer } from 'node:http';

/** Takes every request, and never answers. */
createServer(() => undefined).listen(process.env.PORT);
