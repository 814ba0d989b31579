import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../src/service.ts';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

interface Started {
  process: ChildProcess;
  gateway: string;
  /** The services' own URLs. */
  services: string[];
}

/** `npm start -- --no-site` on a free port, ready. */
async function start(): Promise<Started> {
  const port = await freePort();
  const child = spawn(process.execPath, [main, '--no-site', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const text of child.stdout) {
    said += text;
    if (said.includes('Ctrl-C')) break;
  }
  const services = [...said.matchAll(/, directly +(\S+)/g)].map(([, url]) => String(url));
  return { process: child, gateway: `http://127.0.0.1:${port}`, services };
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    () => true,
    () => false,
  );
}

/** Resolves when nothing answers any more. */
async function silent(urls: string[]): Promise<void> {
  while ((await Promise.all(urls.map(answers))).includes(true)) await pause(20);
}

test('the gateway serves each service under its paths, and Ctrl-C stops all of them', async () => {
  const { process: child, gateway, services } = await start();
  expect((await fetch(`${gateway}/addresses?limit=1`)).status).toBe(200);
  const found = await fetch(`${gateway}/verification/street-address?street=120+w+12+st&zipcode=10011`);
  expect(await found.json()).toMatchObject([{ delivery_line_1: '120 W 12th St' }]);
  for (const docs of ['/api-docs', '/verification/api-docs']) {
    expect(await (await fetch(gateway + docs)).text()).toContain('swagger-ui');
  }
  expect(services).toHaveLength(2);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  await silent([gateway, ...services]);
  expect(code).toBe(0);
});

test('what the gateway shows of an address keeps its hrefs, and each leads back through the gateway', async () => {
  const { process: child, gateway } = await start();
  const draft = { line1: '121 W 12th St', city: 'New York', region: 'NY', postalCode: '10011' };
  const headers = { 'content-type': 'application/json' };
  const made = await fetch(`${gateway}/addresses`, { method: 'POST', headers, body: JSON.stringify(draft) });
  const location = new URL(made.headers.get('location') ?? '', made.url).href;
  expect(location).toMatch(`${gateway}/addresses/`);
  expect((await fetch(location)).status).toBe(200);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('when npm start is killed with kill -9, nothing goes on', async () => {
  const { process: child, gateway, services } = await start();
  child.kill('SIGKILL');
  await silent([gateway, ...services]);
  expect(child.killed).toBe(true);
});

test('a taken port is said in one sentence with the next step, and nothing is left', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const child = spawn(process.execPath, [main, '--no-site', '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = Array.fromAsync(child.stderr);
  const [code] = await once(child, 'exit');
  other.close();
  expect(Buffer.concat(await said).toString()).toContain(
    `Port ${port} is taken. Stop what listens there, or choose another port`,
  );
  expect(code).toBe(1);
});

test.each([[['--port', '99999']], [['--colour']]])(
  'bad words %j are refused with the usage, exit code 2',
  async (words) => {
    const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
    const said = Array.fromAsync(child.stderr);
    const [code] = await once(child, 'exit');
    expect(Buffer.concat(await said).toString()).toContain('npm start -- [--port N]');
    expect(code).toBe(2);
  },
);
