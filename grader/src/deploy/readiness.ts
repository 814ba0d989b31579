import { setTimeout } from 'node:timers/promises';
import type { Exit } from '../types.ts';
import { adviceOn } from './advice.ts';
import type { Cell } from './cell.ts';
import { NotStarted } from './errors.ts';
import type { Ground } from './ground.ts';
import type { Output } from './output.ts';

export interface Start {
  cell: Cell;
  /** As a student would type it. */
  shown: string;
  own: Ground['own'];
  output: Output;
  readySeconds: number;
  /** Why the grader ended it, if it has. */
  stopped(): string | undefined;
}

/** Asks until GET /health is answered by anything in HTTP. @throws NotStarted, with what a student can do about it. */
export async function untilReady(start: Start): Promise<void> {
  try {
    await untilReadyOrNot(start);
  } catch (error) {
    throw error instanceof NotStarted ? withPackages(error, start) : error;
  }
}

async function untilReadyOrNot(start: Start): Promise<void> {
  const { cell, readySeconds } = start;
  const late = AbortSignal.timeout(readySeconds * 1000);
  const over = new AbortController();
  try {
    await Promise.race([
      untilAnswered(cell, AbortSignal.any([late, over.signal])).catch(async () => Promise.reject(await silent(start))),
      cell.exited.then((exit) => Promise.reject(ended(start, exit))),
    ]);
  } finally {
    over.abort();
  }
}

/** What is amiss with its packages may well be why. */
function withPackages({ message, advice, log }: NotStarted, { own }: Start): NotStarted {
  return new NotStarted(message, [...own.notes, ...scriptsAdvice(own.withScripts), advice].join(' '), log);
}

function scriptsAdvice(names: string[]): string[] {
  if (names.length === 0) return [];
  return [
    `No install scripts of packages are run here, but these have one: ${names.slice(0, 10).join(', ')}. If an error comes ` +
      'from one of them, choose a package that needs none (one without native code).',
  ];
}

/** Every 10 ms at first, later less and less often: an honest service takes 0.2 to 4 s. */
async function untilAnswered({ dispatcher, port }: Cell, signal: AbortSignal): Promise<void> {
  for (let pause = 10; ; pause = Math.min(pause * 1.05, 100)) {
    if (await answers(dispatcher, port, signal)) return;
    await setTimeout(pause, undefined, { signal });
  }
}

async function answers(dispatcher: Cell['dispatcher'], port: number, signal: AbortSignal): Promise<boolean> {
  try {
    const { body } = await dispatcher.request({
      origin: `http://127.0.0.1:${port}`,
      path: '/health',
      method: 'GET',
      signal,
    });
    await body.dump();
    return true;
  } catch {
    return false;
  }
}

function ended({ shown, output, stopped }: Start, { code, signal }: Exit): NotStarted {
  const why = stopped();
  if (why)
    return new NotStarted(`The service was ended: ${why}.`, 'Look for a loop or a list that never ends.', output.tail);
  const how = signal ? `by ${signal}` : `with exit code ${code}`;
  return new NotStarted(
    `"${shown}" ended ${how} before GET /health was answered.`,
    adviceOn(output.tail) ??
      'The first error in what it printed says why. A web service keeps running: it must not end by itself.',
    output.tail,
  );
}

async function silent({ cell, output, readySeconds }: Start): Promise<NotStarted> {
  const { port } = cell;
  const ports = await cell.listening();
  const [elsewhere] = ports.filter((other) => other !== port && !cell.relayed.includes(other));
  if (ports.includes(port)) {
    const message = `Something listens on port ${port}, but did not answer GET /health within ${readySeconds} s.`;
    return new NotStarted(
      message,
      'Answer GET /health before anything else: it must not wait for a neighbour.',
      output.tail,
    );
  }
  if (elsewhere !== undefined) {
    const message = `Something listens on port ${elsewhere}, but PORT is ${port}.`;
    return new NotStarted(
      message,
      'Listen on the port that the setting PORT names, e.g. Number(process.env.PORT).',
      output.tail,
    );
  }
  const advice =
    adviceOn(output.tail) ?? 'Call listen with the port that the setting PORT names, and await nothing before it.';
  return new NotStarted(`Nothing listens on PORT (${port}) after ${readySeconds} s.`, advice, output.tail);
}
