import { openCluster } from '../src/index.ts';

/** A process of its own that opens the cluster in `argv[2]`, says its port, and holds it until its input ends. */
const cluster = await openCluster({ directory: process.argv[2] as string, url: '' });
process.stdout.write(`${cluster.port}\n`);
process.stdin.resume().once('end', async () => {
  await cluster[Symbol.asyncDispose]();
});
