import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { parse } from 'yaml';
import { classroomBase64, classroomResult } from '../../src/export/github-classroom.ts';
import { githubWorkflow } from '../../src/export/github-workflow.ts';
import { faulted, sample } from '../report/samples.ts';
import { notices } from './support/reporter.ts';
import { faultsOf } from './support/schemas.ts';

const options = { lab: '01-address', repository: 'our-university/seeka', ref: 'v1.0.0' };
const text = githubWorkflow(options);

interface Step {
  name: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
const steps: Step[] = parse(text).jobs['run-autograding-tests'].steps;

test('it is YAML of the documented form: read-only permissions, actions pinned to commits, a limit of time', () => {
  expect(faultsOf('workflow', parse(text, { version: '1.1' }))).toEqual([]);
  // YAML 1.1 reads a bare `on` as true.
  expect(parse(text, { version: '1.2' })).toEqual(parse(text, { version: '1.1' }));
});

test('no token stays in a checkout for the submission to find', () => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual([false, false]);
});

test('nothing that somebody may choose is pasted into a script', () => {
  for (const { run = '' } of steps) expect(run).not.toContain('${{');
});

test('every script is bash', () => {
  for (const { run } of steps.filter((step) => step.run)) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
});

test.each([sample, faulted])('the last step tells the same points as Classroom’s reporter (%#)', (report) => {
  const told = runLastStep(classroomBase64(report));
  const wanted = notices([classroomResult(report)]);
  const titles = ['Autograding complete', 'Autograding report'];
  expect(told).toEqual(wanted.map((line, at) => `::notice title=${titles[at]}::${line}`));
});

function runLastStep(result: string): string[] {
  const script = steps.at(-1)?.run ?? '';
  const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, SEEKA_RESULTS: result };
  const { stdout } = spawnSync('bash', ['-e', '-c', script], { env, encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean);
}

test.each([
  [{ lab: '01; rm -rf ~' }, /The lab "01; rm -rf ~" must look like 01-address\./],
  [{ repository: 'seeka' }, /The repository "seeka" must look like our-university\/seeka\./],
  [{ ref: "v1'\n" }, /The ref "v1'\s*" must look like v1\.0\.0\./],
  [{ ref: '--upload-pack=x' }, /The ref/],
])('%j is refused', (change, reason) => {
  expect(() => githubWorkflow({ ...options, ...change })).toThrow(reason);
});
