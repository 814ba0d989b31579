import { readFileSync } from 'node:fs';
import { REFUSED, seccompFilter } from '../../src/deploy/seccomp.ts';
import { Bench, inside } from './support/deployments.ts';
import { sandboxed } from './support/sandboxed.ts';
import { obedient, quick } from './support/services.ts';

const ALLOW = 0x7fff0000;
const NO_SUCH_CALL = 0x50000 + 38;
const NO_SUCH_FAMILY = 0x50000 + 97;
const X64 = 0xc000003e;
const ARM64 = 0xc00000b7;

/** What the kernel does with a filter: the few instructions of BPF that this one is made of. */
function verdict(
  filter: Buffer,
  { call, machine, argument = 0 }: { call: number; machine: number; argument?: number },
): number {
  const data: Record<number, number> = { 0: call, 4: machine, 16: argument };
  let value = 0;
  for (let index = 0; index < filter.length / 8; index += 1) {
    const at = index * 8;
    const [code, k] = [filter.readUInt16LE(at), filter.readUInt32LE(at + 4)];
    const jump = (taken: boolean) => filter.readUInt8(at + (taken ? 2 : 3));
    if (code === 0x20) value = data[k] ?? Number.NaN;
    else if (code === 0x15) index += jump(value === k);
    else if (code === 0x35) index += jump(value >= k);
    else if (code === 0x06) return k;
    else throw new Error(`instruction ${code}`);
  }
  throw new Error('the filter ends without a verdict');
}

test.each([
  ['x64', X64, { read: 0, memfd: 319, ptrace: 101, ring: 425, socket: 41 }],
  ['arm64', ARM64, { read: 63, memfd: 279, ptrace: 117, ring: 425, socket: 198 }],
])('on %s the filter refuses what reaches around the walls, and nothing else', (name, machine, calls) => {
  const filter = seccompFilter(name) as Buffer;
  expect(verdict(filter, { machine, call: calls.read })).toBe(ALLOW);
  for (const call of [calls.memfd, calls.ptrace, calls.ring])
    expect(verdict(filter, { machine, call })).toBe(NO_SUCH_CALL);
  for (const argument of [1, 2, 10, 16]) expect(verdict(filter, { machine, call: calls.socket, argument })).toBe(ALLOW);
  for (const argument of [17, 38, 40])
    expect(verdict(filter, { machine, call: calls.socket, argument })).toBe(NO_SUCH_FAMILY);
});

test('the calls of another machine are refused, whatever their numbers mean there', () => {
  const filter = seccompFilter('x64') as Buffer;
  expect(verdict(filter, { machine: 0x40000003, call: 0 })).toBe(NO_SUCH_CALL);
  expect(verdict(filter, { machine: X64, call: 0x40000000 + 319 })).toBe(NO_SUCH_CALL);
});

test('for a machine whose numbers are not known there is no filter', () => {
  expect(seccompFilter('riscv64')).toBeUndefined();
});

test('what bubblewrap refuses by number Docker refuses by name', () => {
  const file = new URL('../../src/deploy/docker-seccomp.json', import.meta.url);
  const [{ names, action }] = JSON.parse(readFileSync(file, 'utf8')).syscalls;
  expect({ names, action }).toEqual({ names: Object.keys(REFUSED), action: 'SCMP_ACT_ERRNO' });
});

sandboxed('in a sandbox the filter is in force', async () => {
  await using bench = await Bench.open();
  await using deployment = await bench.deploy(quick(obedient));
  await deployment.main.ready();
  const status = "return (await import('node:fs')).readFileSync('/proc/self/status', 'utf8')";
  expect(await inside(deployment.main, status)).toMatch(/Seccomp:\t2/);
  const perl = `const { spawnSync } = await import('node:child_process');
    const ask = (source) => spawnSync('perl', ['-e', source], { encoding: 'utf8' }).stdout?.trim() ?? 'no perl';
    return [ask('print socket(my $s, 40, 1, 0) ? "open" : $!+0'), ask('print socket(my $s, 2, 1, 0) ? "open" : $!+0')]`;
  expect([
    ['97', 'open'],
    ['no perl', 'no perl'],
  ]).toContainEqual(await inside(deployment.main, perl));
});
