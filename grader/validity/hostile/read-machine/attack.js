import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { forbidden } from './forbidden.js';

const { secret, file, variable, pid, stages } = JSON.parse(readFileSync('canary.json', 'utf8'));
const holds = (path) => () => readFileSync(path, 'latin1').includes(secret);
const numbers = readdirSync('/proc').filter(Number);

await forbidden('the canary file', holds(file));
await forbidden('the grader in /proc', () => existsSync(`/proc/${pid}/cmdline`) && holds(`/proc/${pid}/environ`)());
await forbidden('the variable', () => process.env[variable]);
for (const number of numbers) {
  await forbidden(`the environment of ${number}`, holds(`/proc/${number}/environ`));
  await forbidden(`the command line of ${number}`, () =>
    /jest|apart\.ts|postgres:/.test(text(`/proc/${number}/cmdline`)),
  );
  for (const root of ['root', 'cwd']) await forbidden(`${root} of ${number}`, holds(`/proc/${number}/${root}${file}`));
  for (const open of listing(`/proc/${number}/fd`))
    await forbidden(`file ${open} of ${number}`, () =>
      /canary|seeka-|\.test\./.test(readlinkSync(`/proc/${number}/fd/${open}`)),
    );
  await forbidden(`the memory of ${number}`, () => memoryHolds(number, variable.split('').reverse().join('')));
}
for (const path of ['/course/grader', '/course/solutions', '/course/.seeka', '/root', '/home', '/var', '/etc/shadow'])
  await forbidden(path, () => existsSync(path) && listing(path).join());
await forbidden('another stage', () =>
  listing('/tmp').some((name) => name.startsWith('seeka-') && !stages.endsWith(name)),
);
await forbidden('the kernel log', () => spawnSync('dmesg', { encoding: 'utf8' }).stdout);
await forbidden('the keys of somebody', () => text('/proc/keys'));
await forbidden('the memory of the machine', () => text('/dev/mem') || text('/proc/kcore'));
const trace = 'print syscall(101, 16, 1, 0, 0) == 0 ? "traced" : ""';
await forbidden('ptrace', () => spawnSync('perl', ['-e', trace], { encoding: 'utf8' }).stdout);

function text(path) {
  const opened = openSync(path);
  const bytes = Buffer.alloc(4096);
  try {
    return bytes.toString('latin1', 0, readSync(opened, bytes));
  } finally {
    closeSync(opened);
  }
}

function listing(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** The name of the grader's variable stands in the memory of whoever has it; here it is written backwards. */
function memoryHolds(number, backwards) {
  if (Number(number) === process.pid) return false;
  const wanted = Buffer.from([...backwards].reverse().join(''));
  const maps = readFileSync(`/proc/${number}/maps`, 'utf8')
    .split('\n')
    .filter((line) => /\[(stack|heap)\]/.test(line));
  const memory = openSync(`/proc/${number}/mem`);
  return maps.some((line) => {
    const [from, to] = line
      .split(' ')[0]
      .split('-')
      .map((address) => Number.parseInt(address, 16));
    const bytes = Buffer.alloc(Math.min(to - from, 4_000_000));
    readSync(memory, bytes, 0, bytes.length, from);
    return bytes.includes(wanted);
  });
}
