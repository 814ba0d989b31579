import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Request } from './apart.ts';

/** A grader in a network of its own, with a database of its own. */
export class GraderApart implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #home: string;

  static async open(sandbox: 'bubblewrap' | 'docker' | 'none'): Promise<GraderApart> {
    const home = await mkdtemp(join(tmpdir(), 'hostile-'));
    // The users of submissions and of the database pass through.
    await chmod(home, 0o755);
    await mkdir(join(home, 'tmp'), { mode: 0o755 });
    const apart = new GraderApart(home, sandbox);
    await apart.#answer();
    return apart;
  }

  private constructor(home: string, sandbox: string) {
    this.#home = home;
    const rights = process.getuid?.() === 0 ? ['--cap-add', 'ALL'] : [];
    const walls = ['--dev-bind', '/', '/', '--unshare-net', '--die-with-parent', ...rights];
    const program = [process.execPath, join(import.meta.dirname, 'apart.ts'), join(home, 'postgres'), sandbox];
    this.#child = spawn('bwrap', [...walls, '--', ...program], {
      env: {
        PATH: process.env.PATH,
        DOCKER_HOST: process.env.DOCKER_HOST,
        TMPDIR: join(home, 'tmp'),
        SEEKA_CANARY: randomUUID(),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  async grade(request: Request): Promise<Finding> {
    this.#child.send(request);
    return (await this.#answer()) as Finding;
  }

  async #answer(): Promise<unknown> {
    const over = new AbortController();
    const { signal } = over;
    const ended = once(this.#child, 'exit', { signal }).then(() => [{ error: 'the grader has ended' }]);
    const [answer] = await Promise.race([once(this.#child, 'message', { signal }), ended]);
    over.abort();
    await Promise.allSettled([ended]);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    if (this.#child.exitCode === null) await ended;
    await rm(this.#home, { recursive: true, force: true });
  }
}
