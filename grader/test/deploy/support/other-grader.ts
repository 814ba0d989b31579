import { openCluster } from '@seeka/postgres';
import { deploy } from '../../../src/deploy/deploy.ts';
import { ask, course, inside } from './deployments.ts';

/** Usage: node other-grader.ts FOLDER DATABASE_URL SANDBOX. Deploys, says in one line of JSON what it found, and stays. */
const [folder = '', url = '', sandbox] = process.argv.slice(2);
const cluster = await openCluster({ url });
const world = { settings: {}, ports: [], contextFor: () => ({}), [Symbol.asyncDispose]: async () => undefined };
const kind = (['bubblewrap', 'docker', 'none'] as const).find((name) => name === sandbox);
const deployment = await deploy({ kind: 'folder', lab: 'any', folder }, { world, cluster, course, sandbox: kind });
const { main } = deployment;
await main.ready();
const stranger = `try { return await (await fetch('http://127.0.0.1:${cluster.port}/')).text(); } catch (error) { return error.cause.code; }`;
const findings = {
  sandbox: deployment.sandbox,
  user: process.getuid?.(),
  answer: (await ask(main, '/health')).text,
  stranger: await inside(main, stranger),
};
process.stdout.write(`${JSON.stringify(findings)}\n`);
