/**
 * System calls that a service needs for nothing, and that reach around the other walls of the sandbox:
 * memory that no process owns and no limit counts, other processes' memory and files, and kernel parts that know no
 * namespace. io_uring would carry out calls that this filter refuses. Numbers: the kernel's syscall tables.
 * Docker takes them by their names, from docker-seccomp.json.
 */
export const REFUSED = {
  memfd_create: { x64: 319, arm64: 279 },
  memfd_secret: { x64: 447, arm64: 447 },
  shmget: { x64: 29, arm64: 194 },
  msgget: { x64: 68, arm64: 186 },
  semget: { x64: 64, arm64: 190 },
  ptrace: { x64: 101, arm64: 117 },
  process_vm_readv: { x64: 310, arm64: 270 },
  process_vm_writev: { x64: 311, arm64: 271 },
  pidfd_getfd: { x64: 438, arm64: 438 },
  add_key: { x64: 248, arm64: 217 },
  request_key: { x64: 249, arm64: 218 },
  keyctl: { x64: 250, arm64: 219 },
  perf_event_open: { x64: 298, arm64: 241 },
  bpf: { x64: 321, arm64: 280 },
  userfaultfd: { x64: 323, arm64: 282 },
  io_uring_setup: { x64: 425, arm64: 425 },
};
const MACHINE = { x64: { audit: 0xc000003e, socket: 41 }, arm64: { audit: 0xc00000b7, socket: 198 } };

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. AF_VSOCK, above all, would lead out of the network namespace to the host. */
const FAMILIES = [1, 2, 10, 16];

const ALLOW = 0x7fff0000;
const NO_SUCH_CALL = 0x00050000 + 38; // SECCOMP_RET_ERRNO, ENOSYS: programs then fall back, as on an older kernel.
const NO_SUCH_FAMILY = 0x00050000 + 97; // EAFNOSUPPORT

/** Offsets in the kernel's struct seccomp_data. */
const CALL = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

interface Instruction {
  code: number;
  jumpTrue?: number;
  jumpFalse?: number;
  k: number;
}

/** A filter for bubblewrap's `--seccomp`: BPF, as `struct sock_filter[]`; undefined on other machines. */
export function seccompFilter(machine: string = process.arch): Buffer | undefined {
  if (machine !== 'x64' && machine !== 'arm64') return undefined;
  const { audit, socket } = MACHINE[machine];
  return assembled([
    load(ARCHITECTURE),
    ...unless(audit, give(NO_SUCH_CALL)), // The calls of another machine, e.g. 32-bit ones, have other numbers.
    load(CALL),
    { code: 0x35, jumpFalse: 1, k: 0x40000000 }, // x32: the same calls once more
    give(NO_SUCH_CALL),
    ...Object.values(REFUSED).flatMap((call) => when(call[machine], give(NO_SUCH_CALL))),
    { code: 0x15, jumpTrue: 1, k: socket },
    give(ALLOW),
    load(FIRST_ARGUMENT),
    ...FAMILIES.flatMap((family) => when(family, give(ALLOW))),
    give(NO_SUCH_FAMILY),
  ]);
}

const load = (k: number): Instruction => ({ code: 0x20, k });
const give = (k: number): Instruction => ({ code: 0x06, k });
const when = (k: number, then: Instruction): Instruction[] => [{ code: 0x15, jumpFalse: 1, k }, then];
const unless = (k: number, then: Instruction): Instruction[] => [{ code: 0x15, jumpTrue: 1, k }, then];

function assembled(program: Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(({ code, jumpTrue = 0, jumpFalse = 0, k }, index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(k, index * 8 + 4);
  });
  return bytes;
}
