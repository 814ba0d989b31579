import fc from 'fast-check';
import { junitXml } from '../../src/report/junit.ts';
import { forReader } from '../../src/report/reader.ts';
import type { Report } from '../../src/types.ts';
import { hostileReport } from '../report/hostile.ts';
import { faulted, notStarted, perfect, remote, sample } from '../report/samples.ts';
import { below, type Element, readXml } from './support/xml.ts';

/** What readers of JUnit XML know: of each element its attributes, and what may be in it. */
const grammar: Record<string, { attributes: string[]; children: string[] }> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'skipped'], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'timestamp', 'time'],
    children: ['properties', 'testcase'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name', 'value'], children: [] },
  testcase: {
    attributes: ['classname', 'name', 'time'],
    children: ['properties', 'failure', 'error', 'skipped', 'system-out'],
  },
  failure: { attributes: ['message', 'type'], children: [] },
  error: { attributes: ['message', 'type'], children: [] },
  skipped: { attributes: [], children: [] },
  'system-out': { attributes: [], children: [] },
};

/** Reads it as strictly as any reader, and adds up what it counts. */
function read(report: Report): Element {
  const root = readXml(junitXml(report));
  for (const element of below(root)) {
    const { attributes, children } = grammar[element.name] ?? { attributes: [], children: [] };
    expect(Object.keys(grammar)).toContain(element.name);
    expect(attributes).toEqual(expect.arrayContaining(Object.keys(element.attributes)));
    expect(children).toEqual(expect.arrayContaining(element.children.map(({ name }) => name)));
  }
  for (const element of [root, ...root.children]) {
    const counted = { testcase: 'tests', failure: 'failures', error: 'errors', skipped: 'skipped' };
    for (const [name, attribute] of Object.entries(counted))
      expect(Number(element.attributes[attribute])).toBe(named(element, name).length);
  }
  return root;
}

function named(element: Element, name: string): Element[] {
  return below(element).filter((one) => one.name === name);
}

function propertiesOf(element: Element): Record<string, string | undefined> {
  const [properties] = element.children.filter(({ name }) => name === 'properties');
  const pairs = properties?.children.map(({ attributes: { name = '', value } }) => [name, value]) ?? [];
  return Object.fromEntries(pairs);
}

test.each([
  ['some have failed', sample, 'failure failure failure skipped skipped'],
  ['all have passed', perfect, ''],
  ['the grader is at fault', faulted, 'error failure failure failure skipped skipped'],
  ['the service did not start', notStarted, `failure${' skipped'.repeat(25)}`],
  ['it runs at a URL', remote, `failure failure failure${' skipped'.repeat(6)}`],
])(
  'when %s, a strict reader finds what is the student’s, what is ours, and what was not tried',
  (_, report, wanted) => {
    const found = ['error', 'failure', 'skipped'].flatMap((name) => named(read(report), name));
    expect(found.map(({ name }) => name).join(' ')).toBe(wanted);
  },
);

test('points and what was earned of them stand at each check and add up at each checkpoint', () => {
  for (const suite of read(sample).children) {
    const cases = suite.children.filter(({ name }) => name === 'testcase').map(propertiesOf);
    for (const name of ['points', 'earned']) {
      const sum = cases.reduce((total, properties) => total + Number(properties[name]), 0);
      expect(sum).toBeCloseTo(Number(propertiesOf(suite)[name]), 6);
    }
  }
});

test('a checkpoint takes the time of its checks', () => {
  const [suite] = read(sample).children;
  expect(suite?.attributes.time).toBe('0.048');
});

test('whatever a service sends, its words come back as they were made harmless, and make no element', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const root = read(report);
      const { outcomes } = forReader(report);
      const wanted = outcomes.filter(({ status }) => status === 'failed').map(({ reason }) => reason || 'failed');
      const found = named(root, 'failure').filter(({ attributes }) => attributes.type === 'failed');
      expect(found.map(({ attributes }) => attributes.message)).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});
