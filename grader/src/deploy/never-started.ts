import { Agent } from 'undici';
import type { Deployment, Instance, SandboxKind } from '../types.ts';
import type { NotStarted } from './errors.ts';

/** The deployment of a folder in which there is nothing to start: `main.ready()` says why. */
export function neverStarted(why: NotStarted, sandbox: SandboxKind): Deployment {
  const refuse = () => Promise.reject(why);
  const nothing = async () => undefined;
  const main: Instance = {
    origin: 'http://127.0.0.1:8080',
    dispatcher: new Agent(),
    ready: refuse,
    output: (since = 0) => why.log.slice(since),
    exited: Promise.resolve({ code: 1, signal: null }),
    signal: nothing,
    restart: refuse,
    cutDatabase: () => undefined,
    healDatabase: () => undefined,
    [Symbol.asyncDispose]: nothing,
  };
  return { sandbox, main, start: refuse, [Symbol.asyncDispose]: nothing };
}
