import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { course } from '../cli/labs.ts';
import { BUNDLE } from './bundle.ts';

/** The major version of the Node that the course pins. */
export function nodeMajor(): string {
  const { devDependencies } = JSON.parse(readFileSync(join(course, 'package.json'), 'utf8'));
  return /\d+/.exec(devDependencies.node)?.[0] ?? '';
}

const HEALTHY = "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((it) => process.exit(it.ok ? 0 : 1))";

/** Nothing is installed in it, so one stage is enough. */
export function dockerfile(): string {
  return `FROM node:${nodeMajor()}-slim
WORKDIR /service
COPY . .
# In a container every network is the host's to open; elsewhere the service listens on 127.0.0.1 alone.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
EXPOSE 3000
USER node
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD ["node", "-e", "${HEALTHY}"]
CMD ["node", "${BUNDLE}"]
`;
}

export const dockerignore = `.git
.env*
node_modules
*.log
*.pem
*.key
Dockerfile
`;

/** @param settings what the lab's services read, each in words. */
export function readme(lab: string, settings: Record<string, string>): string {
  const rows = Object.entries(settings).map(([name, meaning]) => `- \`${name}\`: ${meaning}`);
  return `# ${lab}, packed

Node ${nodeMajor()} or later runs it as it is: set what is listed below, then \`npm start\`. Nothing has to be installed.
In a container: \`docker build -t ${lab} .\`, then \`docker run -p 3000:3000 --env-file settings.env ${lab}\`.
Keep \`settings.env\` outside this folder. The service must listen on \`HOST\`; the Dockerfile sets it to 0.0.0.0.

${rows.join('\n')}
- \`HOST\`: the address to listen on; 127.0.0.1 where it is not set

To grade it where it runs, in the course folder: \`npx --no-install seeka grade --lab ${lab} https://…\`
`;
}
