import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderWith } from './folders.ts';

const tls = mkdtempSync(join(tmpdir(), 'seeka-test-'));
afterAll(() => rmSync(tls, { recursive: true }));
const key = join(tls, 'key.pem');
/** Made for this process alone; signs for git.example.test, other.example.test and 127.0.0.1. */
export const certificate = join(tls, 'certificate.pem');
execFileSync(
  'openssl',
  [
    ...['req', '-x509', '-nodes', '-days', '2', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ...['-keyout', key, '-out', certificate, '-subj', '/CN=git.example.test'],
    ...['-addext', 'subjectAltName=DNS:git.example.test,DNS:other.example.test,IP:127.0.0.1'],
  ],
  { stdio: 'pipe' },
);

const WHO = { name: 'Ann', email: 'ann@example.test' };
const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...{ GIT_AUTHOR_NAME: WHO.name, GIT_AUTHOR_EMAIL: WHO.email },
  ...{ GIT_COMMITTER_NAME: WHO.name, GIT_COMMITTER_EMAIL: WHO.email },
};

/** A bare repository `work.git` in a folder of its own, made by git itself. */
export async function bareRepository(files: Record<string, string | Buffer> = {}) {
  const folder = await folderWith(files);
  const path = join(folder.path, 'work.git');
  const git = (words: string[], input: string | Buffer = '') =>
    execFileSync('git', ['-c', 'core.bare=false', `--git-dir=${path}`, `--work-tree=${folder.path}`, ...words], {
      env,
      cwd: folder.path,
      input,
      stdio: 'pipe',
    })
      .toString()
      .trim();
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', path], { env });
  if (Object.keys(files).length > 0) commitAll(git);
  return {
    path,
    folder: folder.path,
    git,
    /** Commits what lies in the folder now. */
    commit: () => commitAll(git),
    /** Has `main` be a commit of this tree. */
    commitTree: (tree: string) => git(['update-ref', 'refs/heads/main', git(['commit-tree', '-m', 'work', tree])]),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

type RunGit = (words: string[], input?: string | Buffer) => string;

function commitAll(git: RunGit): string {
  git(['add', '--all', '--force', '--', '.', ':!work.git']);
  git(['commit', '--quiet', '--allow-empty', '-m', 'work']);
  return git(['rev-parse', 'HEAD']);
}

/** Object ids are written in 20 bytes. A tree is written byte by byte, for git refuses to write the hostile ones. */
export function rawTree(git: RunGit, entries: { mode: string; name: string; id: string }[]): string {
  const lines = entries.map(({ mode, name, id }) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
  );
  return git(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], Buffer.concat(lines));
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An https server on 127.0.0.1, and what it was asked for. */
export async function httpsServer(answer: Answer) {
  const asked: string[] = [];
  const options = { key: readFileSync(key), cert: readFileSync(certificate) };
  const server = createServer(options, (request, response) => {
    asked.push(`${request.headers.host?.split(':')[0]}${request.url}`);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Serves the repositories of a folder as any forge does. */
export function gitOver(folder: string): Answer {
  return (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const variables = {
      ...env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    };
    const backend = spawn('git', ['http-backend'], { env: variables, stdio: ['pipe', 'pipe', 'ignore'] });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk) => chunks.push(chunk));
    backend.on('close', () => answerAs(Buffer.concat(chunks), response));
  };
}

/** From the form of CGI to that of HTTP. */
function answerAs(output: Buffer, response: ServerResponse): void {
  const at = output.indexOf('\r\n\r\n');
  for (const line of output.subarray(0, at).toString().split('\r\n')) {
    const [name = '', value = ''] = line.split(': ');
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(at + 4));
}
