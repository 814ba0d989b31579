import type { Finding } from './apart.ts';

/** Control and format characters, lone surrogates, line and paragraph separators; line breaks apart. */
const unseen = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n]]/v;
const command = /^\s*::|##\w*\[/m;
/** What `inject-answers` and `forge-reports` send. */
const markup = [
  ...['<script>alert', '<img src=x', '<svg/onload', 'href="javascript:', '<testcase name="forged"', '<!ENTITY'],
  'src="http://198.51.100.1',
];

/** Asserts that nothing a submission chose takes effect in any of the reports. */
export function expectNothingRaw({ terminal, html, json, junit }: Finding['written']): void {
  for (const text of [terminal, html, json, junit]) {
    expect(text).not.toMatch(unseen);
    expect(text).not.toMatch(command);
  }
  const xml = junit.replace(/<!\[CDATA\[.*?\]\]>/gs, '');
  for (const text of markup) for (const page of [html, xml]) expect(page.includes(text) && text).toBe(false);
  // XML 1.0 §2.4: only in the text between tags may this not stand.
  expect(xml.replace(/"[^"]*"/g, '""')).not.toContain(']]>');
  expect(JSON.parse(json)).toMatchObject({ lab: '01-address', maxScore: expect.any(Number) });
}
