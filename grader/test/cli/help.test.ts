import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { commands } from '../../src/cli/commands.ts';
import { runCli } from '../../src/cli/run-cli.ts';

async function helpOf(...words: string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  expect(await runCli([...words, '--help'], {}, { stdout, stderr })).toBe(0);
  return await text(stdout.end());
}

async function below(name: 'class' | 'lab'): Promise<Command[]> {
  const command = await commands[name]?.load({ env: {}, stdout: process.stdout, stderr: process.stderr, exitCode: 0 });
  return [...(command?.commands ?? [])];
}

test.each(['class', 'lab'] as const)(
  'the help of each command of %s has a description, examples, and what its exit codes mean',
  async (name) => {
    const all = await below(name);
    expect(all.length).toBeGreaterThan(3);
    for (const command of all) {
      const help = await helpOf(name, command.name());
      expect(help).toMatch(new RegExp(`Examples?:\n +seeka ${name} ${command.name()} `));
      expect(help).toMatch(/^Exit codes: 0 .+ ·\s2 /m);
      expect(command.description()).toMatch(/^[A-Z].*\.$/);
    }
  },
);

test('the help says which options are required', async () => {
  const help = await helpOf('class', 'nonces');
  expect(help).toMatch(/--roster <file> +CSV file of students \(required\)/);
  expect(help).not.toMatch(/--database[^-]*\(required\)/);
});
