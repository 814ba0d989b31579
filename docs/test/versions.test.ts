import { changesOf } from '../generate/versions.ts';
import { termMenu } from '../plugins/terms.ts';

const terms = [
  { term: '2027 autumn', path: '/2027-autumn/' },
  { term: '2027 spring', path: '/2027-spring/' },
];

test('the menu names the term whose site this is, and leads to what has changed and to the other terms', () => {
  const { label, items } = termMenu('/2027-spring/', terms);
  expect(label).toBe('2027 spring');
  expect(items).toEqual([
    { to: '/versions', label: 'What has changed' },
    expect.objectContaining({ href: 'pathname:///2027-autumn/', autoAddBaseUrl: false }),
  ]);
});

test('a site at a path that is no term’s counts as the newest term’s', () => {
  expect(termMenu('/preview/', terms).label).toBe('2027 autumn');
});

test('what a handout says under "Changes" is shown, wherever the section stands; a handout without it stops the build', () => {
  expect(changesOf('# Lab\n\n## Changes\n\n- 1.1: x\n- 1.0: y\n')).toBe('- 1.1: x\n- 1.0: y');
  expect(changesOf('## Changes\n\n- 1.0: y\n\n## Further\n\nz\n')).toBe('- 1.0: y');
  expect(() => changesOf('# Lab\n\n## Further\n')).toThrow('says under "Changes"');
});
