import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Parts that a folder may take the place of. */
const replaceable = ['address', 'person', 'oauth2', 'profile'];

export const usage = `npm start -- [--port N] [--no-site] [--use PART=FOLDER]

Runs the course on this machine: the database, the services and the site, behind one address.
  --port N    where the gateway listens, on 127.0.0.1; else the setting GATEWAY_PORT, else 8080
  --no-site   do not build the site when it is missing or stale
  --use       a folder whose service takes the place of the course's own, such as address=../my-address
  --help      this

Example: npm start -- --port 9000
`;

/** What the command line asks for: help, a complaint, or a start. */
export type Wish = { kind: 'help' } | { kind: 'mistake'; text: string } | Start;

export interface Start {
  kind: 'start';
  port: number;
  site: boolean;
  /** Absolute folders, by name of the part. */
  use: Record<string, string>;
}

const options = {
  port: { type: 'string' },
  site: { type: 'boolean', default: true },
  use: { type: 'string', multiple: true, default: [] as string[] },
  help: { type: 'boolean' },
} as const;

export function readOptions(args: string[], env: NodeJS.ProcessEnv): Wish {
  try {
    const { values } = parseArgs({ args, allowNegative: true, options });
    if (values.help) return { kind: 'help' };
    const port = Number(values.port ?? env.GATEWAY_PORT ?? 8080);
    const name = values.port === undefined ? 'GATEWAY_PORT' : '--port';
    const use = readUse(values.use);
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) return { kind: 'start', port, site: values.site, use };
    return { kind: 'mistake', text: `${name} must be a whole number from 1 to 65535.` };
  } catch (error) {
    return { kind: 'mistake', text: (error as Error).message };
  }
}

function readUse(words: string[]): Record<string, string> {
  const pairs = words.map((word) => {
    const [, part = '', folder = ''] = /^([^=]*)=(.+)$/.exec(word) ?? [];
    if (replaceable.includes(part)) return [part, resolve(folder)];
    throw new Error(`--use ${word} must be PART=FOLDER; PART is one of ${replaceable.join(', ')}.`);
  });
  return Object.fromEntries(pairs);
}
