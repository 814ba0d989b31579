import { execFileSync } from 'node:child_process';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network of its own, joined to this machine by one cable. */
export interface Host extends Disposable {
  /** What goes before a command that runs there. */
  prefix: string[];
  /** Where this machine is reached from there. */
  gateway: string;
  /** Pulls the cable, or puts it back. */
  cable(state: 'up' | 'down'): void;
}

/** Makes a network namespace; as root alone. `number` from 1 to 200. */
export function openHost(number: number): Host {
  const name = `seeka-${process.pid}-${number}`;
  const [outer, inner] = [`sk${number}o`, `sk${number}i`];
  const gateway = `10.213.${number}.1`;
  using undo = new DisposableStack();
  ip('netns', 'add', name);
  undo.defer(() => ip('netns', 'del', name));
  ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', name);
  ip('addr', 'add', `${gateway}/24`, 'dev', outer);
  ip('-n', name, 'addr', 'add', `10.213.${number}.2/24`, 'dev', inner);
  for (const words of [
    ['link', 'set', outer, 'up'],
    ...['lo', inner].map((it) => ['-n', name, 'link', 'set', it, 'up']),
  ]) {
    ip(...words);
  }
  const all = undo.move();
  return {
    prefix: ['ip', 'netns', 'exec', name],
    gateway,
    cable: (state) => ip('link', 'set', outer, state),
    [Symbol.dispose]: () => all.dispose(),
  };
}

function ip(...words: string[]): void {
  execFileSync('ip', words);
}

/** Leads connections to `host`:`port` on to the same port of this machine's loopback. */
export async function leadToLoopback(host: string, port: number): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const onward = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
