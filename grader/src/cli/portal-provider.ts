import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { startLine } from './child.ts';
import { course } from './labs.ts';
import { listenOnce } from './neighbours.ts';
import { readyWithin } from './ready.ts';

const START_LIMIT_MS = 60_000;

/** Starts the course's own identity provider for a portal on this machine; the settings that lead there. */
export async function demoProvider(portal: string, opened: AsyncDisposableStack): Promise<Record<string, string>> {
  const port = (await listenOnce(0)) ?? (await Promise.reject(new Error('No port is free.')));
  const client = { id: 'portal', secret: randomBytes(24).toString('base64url') };
  const env = {
    ...{ PATH: `${dirname(process.execPath)}:${process.env.PATH}`, PORT: String(port) },
    ...{ CLIENT_ID: client.id, CLIENT_SECRET: client.secret, REDIRECT_URI: `${portal}/log-on/callback` },
  };
  const folder = join(course, 'services', 'identity-provider');
  const child = opened.use(startLine('exec node src/server.ts > /dev/null 2>&1', { cwd: folder, env }));
  const url = `http://127.0.0.1:${port}`;
  const gone = child.ended.then((how) => Promise.reject(new Error(`The identity provider has ended (${how}).`)));
  gone.catch(() => undefined);
  await Promise.race([readyWithin(`${url}/health`, START_LIMIT_MS), gone]);
  return {
    ...{ OAUTH2_AUTHORIZATION_URL: `${url}/auth`, OAUTH2_TOKEN_URL: `${url}/token`, OAUTH2_USERINFO_URL: `${url}/me` },
    ...{ OAUTH2_CLIENT_ID: client.id, OAUTH2_CLIENT_SECRET: client.secret },
  };
}
