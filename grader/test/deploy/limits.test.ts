import { ask, Bench, inside } from './support/deployments.ts';
import { inBubblewrap, sandboxed } from './support/sandboxed.ts';
import { obedient, quick } from './support/services.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

/** Starts an obedient service, sends it code, and waits for its end. */
async function endOf(body: string, limits = {}): Promise<{ output: string; exit: unknown }> {
  await using deployment = await bench.deploy(quick(obedient), { limits });
  const { main } = deployment;
  await main.ready();
  await inside(main, `setTimeout(async () => { ${body} }, 1); return 'begun'`);
  return { exit: await main.exited, output: main.output() };
}

inBubblewrap('a fork bomb is ended, and leaves no process behind', async () => {
  const bomb = "(await import('node:child_process')).spawn('sh', ['-c', 'while :; do (sleep 100 & sleep 100) & done'])";
  const { exit, output } = await endOf(bomb);
  expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
  expect(output).toContain('[ended by the grader: it ran more than 256 processes and threads]');
});

sandboxed('what takes more memory than it may is ended', async () => {
  const { output } = await endOf('globalThis.all = []; setInterval(() => all.push(Buffer.alloc(2 ** 25, 1)), 1)', {
    memoryMegabytes: 400,
  });
  // The kernel keeps count in a container, and its own hand ends what is over.
  expect(output).toMatch(/it used more than 400 MB of memory|something was ended for want of memory/);
});

inBubblewrap('memory is counted over all processes together', async () => {
  const child = 'setInterval(() => 0, 1e6); globalThis.held = Buffer.alloc(100e6, 1)';
  const body = `const { spawn } = await import('node:child_process');
    for (let count = 0; count < 6; count += 1) spawn(process.execPath, ['-e', ${JSON.stringify(child)}]);`;
  const { output } = await endOf(body, { memoryMegabytes: 500 });
  expect(output).toContain('it used more than 500 MB of memory');
});

inBubblewrap('one process cannot take in one step what all may not have together', async () => {
  await using deployment = await bench.deploy(quick(obedient));
  await deployment.main.ready();
  const step = 'try { Buffer.alloc(3 * 2 ** 30); return "had it"; } catch (error) { return error.message; }';
  expect(await inside(deployment.main, step)).toMatch(/allocation failed/i);
});

inBubblewrap('what spins is ended when its processor time is used up', async () => {
  const { output } = await endOf('for (;;);', { cpuSeconds: 1 });
  expect(output).toContain('it used more than 1 s of processor time');
});

inBubblewrap('processor time is counted over all processes, those that have ended too', async () => {
  const child = 'const end = Date.now() + 400; while (Date.now() < end);';
  const body = `const { spawnSync } = await import('node:child_process');
    for (;;) spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}]);`;
  const { output } = await endOf(body, { cpuSeconds: 2 });
  expect(output).toContain('it used more than 2 s of processor time');
});

inBubblewrap('processor time of processes that nobody waits for is counted too', async () => {
  // Where the signal of a child's end is ignored, no parent inherits what the child used.
  const perl = `$SIG{CHLD} = "IGNORE";
    for (;;) { pipe R, W; unless (fork) { $i++ while $i < 2e7; exit } close W; <R> }`;
  const body = `(await import('node:child_process')).spawn('perl', ['-e', ${JSON.stringify(perl)}])`;
  const { output } = await endOf(body, { cpuSeconds: 4, wallSeconds: 40 });
  expect(output).toContain('it used more than 4 s of processor time');
});

sandboxed('what runs for too long is ended', async () => {
  const { output } = await endOf('', { wallSeconds: 1 });
  expect(output).toContain('it ran for more than 1 s');
});

sandboxed('/tmp holds 64 MB and no more', async () => {
  await using deployment = await bench.deploy(quick(obedient));
  await deployment.main.ready();
  const written = await inside(
    deployment.main,
    `const fs = await import('node:fs');
    let count = 0;
    try { for (;;) { fs.writeFileSync('/tmp/' + count, Buffer.alloc(2 ** 20, 1)); count += 1; } }
    catch (error) { return [count, error.code]; }`,
  );
  expect(written).toEqual([64, 'ENOSPC']);
});

inBubblewrap('what fills /tmp with empty files is ended', async () => {
  const { output } = await endOf(
    "const fs = await import('node:fs'); let count = 0; setInterval(() => fs.writeFileSync('/tmp/' + count++, ''), 0)",
    { temporaryFiles: 50 },
  );
  expect(output).toContain('it made more than 50 files in /tmp');
});

sandboxed(
  'what prints 1 GB is read to its end, and 1 MB of it kept',
  async () => {
    const printing = `const line = 'x'.repeat(2 ** 20 - 1) + '\\n';
    for (let count = 0; count < 1024; count += 1) {
      if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
    process.stdout.write('that was all');`;
    await using deployment = await bench.deploy(quick(obedient));
    const { main } = deployment;
    await main.ready();
    const before = process.memoryUsage().rss;
    await inside(main, printing);
    expect(main.output()).toHaveLength(1_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    expect(await ask(main, '/health')).toEqual({ status: 200, text: '{"status":"ok"}' });
  },
  60_000,
);
