import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@seeka/postgres';
import pg from 'pg';
import { course } from '../../src/cli/labs.ts';
import { type GradeOptions, openGrader } from '../../src/grade.ts';
import { html } from '../../src/report/html.ts';
import { json } from '../../src/report/json.ts';
import { junitXml } from '../../src/report/junit.ts';
import { terminal } from '../../src/report/terminal.ts';
import type { Report } from '../../src/types.ts';
import { FakeRegistry, type Made } from '../packages/support/registry.ts';
import { assemble, type Canary, type Hostile } from './cases.ts';
import { type Traces, traces } from './traces.ts';

/**
 * The grader of the corpus: a process in a network of its own that has no route, so that a hole in the sandbox harms
 * nobody. Usage: node apart.ts FOLDER-FOR-THE-DATABASE SANDBOX, with a channel; each message is a request, each answer a
 * finding.
 */
export interface Request {
  /** The reference when absent. */
  hostile?: Hostile;
}

export interface Finding {
  report: Report;
  written: { terminal: string; html: string; json: string; junit: string };
  before: Traces;
  after: Traces;
  /** How often the listener of the grader's was reached so far. */
  reached: number;
  secret: string;
  /** What a submission wrote down where it could, without a sandbox. */
  said: string;
}

const secret = process.env.SEEKA_CANARY ?? '';
const file = join(tmpdir(), 'canary');
const SAID = join(tmpdir(), 'said');
await writeFile(file, secret);
let reached = 0;
const listener = createServer((socket) => {
  reached += 1;
  socket.on('error', () => socket.destroy()).end(secret);
}).listen(0, '127.0.0.1');
await once(listener, 'listening');

const cluster = await openCluster({ directory: process.argv[2] ?? '', url: '' });
const admin = new pg.Client({ connectionString: cluster.url('postgres') });
await admin.connect();
const sandbox = (['none', 'docker'] as const).find((name) => name === process.argv[3]) ?? 'bubblewrap';
/** What a submission may name as its package, with all that would run if it could. */
const run = { preinstall: 'touch ran', install: 'touch ran', postinstall: 'touch ran', prepare: 'touch ran' };
const scripted: Made = {
  manifest: {
    type: 'module',
    scripts: run,
    hasInstallScript: true,
    bin: { node: 'ran.js', sh: 'ran.js', npm: 'ran.js' },
  },
  files: { 'index.js': '', 'ran.js': '#!/bin/false', 'binding.gyp': '{}', '.npmrc': 'ignore-scripts=false' },
};
const registry = await FakeRegistry.open({ scripted: { '1.0.0': scripted } });
const packages = { registry: registry.url, cache: join(process.argv[2] ?? '', '..', 'packages') };
const grader = await openGrader({ course, databaseUrl: cluster.url('postgres'), sandbox, packages });
const canary: Canary = {
  ...{ secret, file, variable: 'SEEKA_CANARY', port: (listener.address() as AddressInfo).port, pid: process.pid },
  ...{ stages: join(tmpdir(), `seeka-${process.pid}-`), databasePort: cluster.port },
};

process.on('message', async (request: Request) => {
  try {
    process.send?.(await finding(request));
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) });
  }
});
process.once('disconnect', end);
process.send?.('ready');

async function finding({ hostile }: Request): Promise<Finding> {
  const before = await traces(admin);
  const place = await mkdtemp(join(tmpdir(), 'handed-in-'));
  const folder = hostile ? await assemble(hostile, canary, place) : join(course, 'solutions', '01-address');
  const how: GradeOptions = hostile?.checks ? { checks: hostile.checks } : {};
  const report = await grader.grade({ kind: 'folder', lab: hostile?.lab ?? '01-address', folder }, how);
  await rm(place, { recursive: true });
  const said = await readFile(SAID, 'utf8').catch(() => '');
  await rm(SAID, { force: true });
  return { report, written: written(report), before, after: await traces(admin), reached, secret, said };
}

function written(report: Report): Finding['written'] {
  const page = { colour: false, width: 120, hints: 3, top: Number.POSITIVE_INFINITY } as const;
  return { terminal: terminal(report, page), html: html(report), json: json(report), junit: junitXml(report) };
}

async function end(): Promise<void> {
  await grader[Symbol.asyncDispose]();
  await admin.end();
  await cluster[Symbol.asyncDispose]();
  listener.close();
  await registry[Symbol.asyncDispose]();
}
