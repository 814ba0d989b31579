import { parseArgs } from 'node:util';

export const usage = `npm start -- [--port N] [--no-site]

Runs the course on this machine: the database, the services and the site, behind one address.
  --port N    where the gateway listens, on 127.0.0.1; else the setting GATEWAY_PORT, else 8080
  --no-site   do not build the site when it is missing or stale
  --help      this

Example: npm start -- --port 9000
`;

/** What the command line asks for: help, a complaint, or a start. */
export type Wish =
  | { kind: 'help' }
  | { kind: 'mistake'; text: string }
  | { kind: 'start'; port: number; site: boolean };

const options = {
  port: { type: 'string' },
  site: { type: 'boolean', default: true },
  help: { type: 'boolean' },
} as const;

export function readOptions(args: string[], env: NodeJS.ProcessEnv): Wish {
  try {
    const { values } = parseArgs({ args, allowNegative: true, options });
    if (values.help) return { kind: 'help' };
    const port = Number(values.port ?? env.GATEWAY_PORT ?? 8080);
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) return { kind: 'start', port, site: values.site };
    const name = values.port === undefined ? 'GATEWAY_PORT' : '--port';
    return { kind: 'mistake', text: `${name} must be a whole number from 1 to 65535.` };
  } catch (error) {
    return { kind: 'mistake', text: (error as Error).message };
  }
}
