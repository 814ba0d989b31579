/**
 * System calls that a service needs for nothing, and that reach around the other walls of the sandbox:
 * memory that no process owns and no limit counts, other processes' memory and files, and kernel parts that know no
 * namespace. io_uring would carry out calls that this filter refuses. Numbers: the kernel's syscall tables.
 */
const REFUSED = {
  x64: {
    memory: [319, 447, 29, 68, 64], // memfd_create, memfd_secret, shmget, msgget, semget
    others: [101, 310, 311, 438], // ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
    kernel: [248, 249, 250, 298, 321, 323, 425], // add_key, request_key, keyctl, perf_event_open, bpf, userfaultfd, io_uring_setup
  },
  arm64: {
    memory: [279, 447, 194, 186, 190],
    others: [117, 270, 271, 438],
    kernel: [217, 218, 219, 241, 280, 282, 425],
  },
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
    ...Object.values(REFUSED[machine])
      .flat()
      .flatMap((call) => when(call, give(NO_SUCH_CALL))),
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
