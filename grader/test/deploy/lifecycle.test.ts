import { ask, Bench, inside } from './support/deployments.ts';
import { kinds } from './support/kinds.ts';
import { noting, obedient, quick, service } from './support/services.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

test.each(kinds)('SIGTERM reaches the process that listens, and npm ends with its exit code (%s)', async (sandbox) => {
  await using deployment = await bench.deploy(service(obedient), { sandbox });
  const polite = await deployment.start();
  const rude = await deployment.start({ settings: { EXIT_CODE: '3' } });
  await Promise.all([polite.ready(), rude.ready()]);
  await Promise.all([polite.signal('SIGTERM'), rude.signal('SIGTERM')]);
  expect(await polite.exited).toEqual({ code: 0, signal: null });
  expect(await rude.exited).toEqual({ code: 3, signal: null });
});

test.each(kinds)('an answer that is under way at SIGTERM still arrives (%s)', async (sandbox) => {
  const finishing = `import { createServer } from 'node:http';
    let answer;
    const server = createServer((request, response) => {
      if (request.url === '/health') return response.end();
      answer = () => response.end('x'.repeat(500_000));
      process.on('SIGTERM', () => { server.close(); answer(); server.closeIdleConnections(); });
      console.log('asked');
    }).listen(process.env.PORT);`;
  await using deployment = await bench.deploy(quick(finishing), { sandbox });
  const { main } = deployment;
  await main.ready();
  const answer = ask(main, '/slow');
  while (!main.output().includes('asked')) await new Promise(setImmediate);
  await main.signal('SIGTERM');
  expect((await answer).text).toHaveLength(500_000);
  expect(await main.exited).toEqual({ code: 0, signal: null });
});

test.each(kinds)(
  'a service killed with SIGKILL and restarted has kept its data, at the same origin (%s)',
  async (sandbox) => {
    await using deployment = await bench.deploy(service(noting), { sandbox });
    await deployment.main.ready();
    await ask(deployment.main, '/notes', '');
    await deployment.main.signal('SIGKILL');
    expect(await deployment.main.exited).toEqual({ code: null, signal: 'SIGKILL' });
    const again = await deployment.main.restart();
    await again.ready();
    expect(again.origin).toBe(deployment.main.origin);
    expect(await ask(again, '/notes')).toEqual({ status: 200, text: '["a note"]' });
  },
);

test.each(kinds)('restart ends what is still running (%s)', async (sandbox) => {
  await using deployment = await bench.deploy(quick(obedient), { sandbox });
  await deployment.main.ready();
  const before = await inside(deployment.main, 'globalThis.mark = 1; return mark');
  const again = await deployment.main.restart();
  await again.ready();
  expect([before, await inside(again, 'return globalThis.mark')]).toEqual([1, null]);
  expect((await deployment.main.exited).signal).toBe('SIGKILL');
});

test.each(kinds)('a database that is cut refuses and drops connections until it is healed (%s)', async (sandbox) => {
  await using deployment = await bench.deploy(quick(noting), { sandbox });
  const { main } = deployment;
  await main.ready();
  expect((await ask(main, '/notes')).status).toBe(200);
  main.cutDatabase();
  expect((await ask(main, '/notes')).status).toBe(503);
  expect((await ask(main, '/notes')).status).toBe(503);
  main.healDatabase();
  expect(await ask(main, '/notes')).toEqual({ status: 200, text: '[]' });
});

test.each(kinds)(
  'an instance can start while its database is away, and stays cut over a restart (%s)',
  async (sandbox) => {
    await using deployment = await bench.deploy(quick(noting), { sandbox });
    const away = await deployment.start({ databaseAway: true });
    await away.ready();
    expect((await ask(away, '/notes')).status).toBe(503);
    const again = await away.restart();
    await again.ready();
    expect((await ask(again, '/notes')).status).toBe(503);
    again.healDatabase();
    expect((await ask(again, '/notes')).status).toBe(200);
  },
);

test.each(kinds)('instances stand side by side, each with a database of its own (%s)', async (sandbox) => {
  await using deployment = await bench.deploy(quick(noting), { sandbox });
  const other = await deployment.start();
  await Promise.all([deployment.main.ready(), other.ready()]);
  await ask(deployment.main, '/notes', '');
  expect((await ask(other, '/notes')).text).toBe('[]');
  other.cutDatabase();
  expect((await ask(deployment.main, '/notes')).text).toBe('["a note"]');
});

test.each(kinds)('settings are replaced, added and removed as asked (%s)', async (sandbox) => {
  await using deployment = await bench.deploy(quick(obedient), { sandbox });
  const settings = { NEIGHBOUR_URL: undefined, KEY: "line 1\n'line' $2", EMPTY: '' };
  const other = await deployment.start({ settings });
  await other.ready();
  const seen = 'const { NEIGHBOUR_URL = null, KEY, EMPTY } = process.env; return { NEIGHBOUR_URL, KEY, EMPTY }';
  expect(await inside(other, seen)).toEqual({ ...settings, NEIGHBOUR_URL: null });
});

test.each(kinds)('output grows with what is printed, and can be read from a place on (%s)', async (sandbox) => {
  await using deployment = await bench.deploy(quick(obedient), { sandbox });
  const { main } = deployment;
  await main.ready();
  const length = main.output().length;
  await inside(main, "console.log('größe'); process.stderr.write('fault\\n')");
  while (!/fault/.test(main.output(length)) || !/größe/.test(main.output(length))) await new Promise(setImmediate);
  expect(main.output(length)).toMatch(/^(größe\nfault\n|fault\ngröße\n)$/);
});
