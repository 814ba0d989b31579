import { openCluster } from '../../src/index.ts';

/** A process that opens the cluster in `argv[2]`, makes a fresh database, says where, and ends with its input. */
const cluster = await openCluster({ directory: process.argv[2] as string });
const { name } = await cluster.fresh({ role: true });
process.stdout.write(JSON.stringify({ port: cluster.port, name }));
process.stdin.resume().once('end', () => {
  // As a program would that forgets to leave.
  if (process.argv[3] === 'exits') process.exit();
  return cluster[Symbol.asyncDispose]();
});
