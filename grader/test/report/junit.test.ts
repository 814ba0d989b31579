import fc from 'fast-check';
import { junitXml } from '../../src/report/junit.ts';
import { sharedBrowser } from '../support/browser.ts';
import { requires } from '../support/requires.ts';
import { hostileReport } from './hostile.ts';
import { faulted, notStarted, remote, sample } from './samples.ts';

const withBrowser = requires('chromium');
const browser = sharedBrowser();

test("failures are the student's, waiting checks are skipped", () => {
  expect(junitXml(sample)).toContain('tests="25" failures="3" errors="0" skipped="2"');
});

test('a fault is an error, not a failure', () => {
  expect(junitXml(faulted)).toContain('failures="3" errors="1" skipped="2"');
  expect(junitXml(faulted)).toContain('<error message="no port is free" type="the grader is at fault">');
});

test('points are properties of checks and checkpoints', () => {
  const xml = junitXml(sample);
  expect(xml).toContain('<property name="points" value="18"/>');
  expect(xml).toContain('<property name="earned" value="7.2"/>');
});

test('what is skipped says why', () => {
  expect(junitXml(sample)).toContain('<property name="reason" value="waits for etag.stale"/>');
  expect(junitXml(remote)).toContain('<property name="reason" value="cannot be tried at a URL"/>');
});

test('a service that did not start is one failure', () => {
  expect(junitXml(notStarted)).toContain('tests="26" failures="1" errors="0" skipped="25"');
  expect(junitXml(notStarted)).toContain('Cannot find module');
});

test('a hidden check tells its title alone', () => {
  expect(junitXml(sample)).toContain('verify.race: of racing creations');
  expect(junitXml(sample)).not.toContain('Wanted 1, received 4');
});

test('whatever a service sends, only characters of XML 1.0 are written', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      expect(junitXml(report)).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
    }),
    { numRuns: 50 },
  );
});

withBrowser('whatever a service sends, an XML parser finds the same cases', async () => {
  const reports = fc.sample(hostileReport, 40);
  const parsed = await parse(reports.map(junitXml));
  expect(parsed).toEqual(reports.map(({ score }) => ({ errors: 0, cases: score === null ? 26 : 25 })));
});

/** Of each document: errors that the browser's XML parser found, and test cases. */
async function parse(documents: string[]): Promise<{ errors: number; cases: number }[]> {
  const page = await (await browser()).newPage();
  return await page.evaluate(`${JSON.stringify(documents)}.map((text) => {
    const parsed = new DOMParser().parseFromString(text, 'application/xml');
    const number = (name) => parsed.getElementsByTagName(name).length;
    return { errors: number('parsererror'), cases: number('testcase') };
  })`);
}
