import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import pLimit from 'p-limit';

const SECONDS = 2;

/** Asks at a steady rate, through a pool of so many connections, and tells how long each request took with its wait. */
async function load(url: string, pool: number, rate: number): Promise<number[]> {
  const inPool = pLimit(pool);
  const began = performance.now();
  const due = Array.from({ length: rate * SECONDS }, (_, nth) => began + (nth * 1_000) / rate);
  const answers: Promise<number>[] = [];
  for (const time of due) {
    const early = time - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    answers.push(inPool(() => ask(url)).then((answered) => answered - time));
  }
  return (await Promise.all(answers)).sort((a, b) => a - b);
}

/** On a connection of its own: the server may close an idle one at the moment at which it is used again. */
async function ask(url: string): Promise<number> {
  const [answer] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return performance.now();
}

const [url = '', pool = '2', ...rates] = process.argv.slice(2);
// The first request loads what all of them need.
await ask(url);
for (const rate of rates) {
  const times = await load(url, Number(pool), Number(rate));
  const [median = 0, longest = 0] = [times[times.length >> 1], times.at(-1)];
  console.log(`${rate} a second, ${pool} at once: median ${Math.round(median)} ms, longest ${Math.round(longest)} ms`);
}
