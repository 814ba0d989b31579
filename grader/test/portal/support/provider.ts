import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { listenOnce } from '../../../src/cli/neighbours.ts';
import { readyWithin } from '../../../src/cli/ready.ts';
import type { LogOnSettings } from '../../../src/portal/settings.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'services', 'identity-provider');
const CLIENT = { id: 'portal', secret: 'only for tests' };

/** The course's identity provider as a process of its own. */
export interface RunningProvider extends AsyncDisposable {
  logOn: LogOnSettings;
}

/** Starts it for a portal that is found at this URL. */
export async function startProvider(portal: string): Promise<RunningProvider> {
  const port = (await listenOnce(0)) ?? 0;
  const env = {
    ...{ PATH: process.env.PATH, PORT: String(port), REDIRECT_URI: `${portal}/log-on/callback` },
    ...{ CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret },
  };
  const child: ChildProcess = spawn(process.execPath, ['src/server.ts'], { cwd: folder, env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await readyWithin(`${url}/health`, 100_000);
  return {
    logOn: {
      ...{ authorizationUrl: `${url}/auth`, tokenUrl: `${url}/token`, userinfoUrl: `${url}/me` },
      ...{ clientId: CLIENT.id, clientSecret: CLIENT.secret, scope: 'openid email' },
      ...{ emailClaim: 'email', verifiedClaim: 'email_verified' },
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
