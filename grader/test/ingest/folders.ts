import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for one test, with these files in it, in folders too. */
export async function folderWith(files: Record<string, string | Buffer> = {}) {
  const path = await mkdtemp(join(tmpdir(), 'seeka-test-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Everything below a folder, a line each: path, what it is, and its content in hexadecimal or where it links to. */
export async function everythingIn(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const found = await lstat(path);
    if (found.isDirectory()) {
      lines.push(`${name}/`, ...(await everythingIn(path)).map((line) => `${name}/${line}`));
    } else if (found.isSymbolicLink()) {
      lines.push(`${name} -> ${await readlink(path)}`);
    } else {
      lines.push(`${name} ${found.mode & 0o100 ? 'x' : '-'} ${(await readFile(path)).toString('hex')}`);
    }
  }
  return lines.sort();
}

/** Names of the temporary folders that this process has not removed. */
export async function leftBehind(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`seeka-${process.pid}-`));
}
