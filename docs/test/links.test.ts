import { build, buildOnce } from './support/build.ts';
import { brokenLinks, builtPages } from './support/built.ts';

// 300 s: a build takes a minute, and other work may go on beside it.
beforeAll(buildOnce, 300_000);

test('every link within the site leads to a page or a file, and to an anchor that is there', () => {
  expect(brokenLinks(build)).toEqual([]);
});

test('each page has a title of its own, and a description', () => {
  const pages = builtPages(build).filter(({ path }) => !/^\/(404\.html|search\/)$/.test(path));
  const titles = pages.map(({ title }) => title);
  expect(titles.length).toBeGreaterThan(20);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  expect(pages.filter(({ description }) => description.length < 20).map(({ path }) => path)).toEqual([]);
});

test('no page takes a path that belongs to a service', () => {
  const taken = /^\/(addresses|verification|api-docs|openapi\.json|persons|profiles|login|token|me|operations)(\/|$)/;
  expect(builtPages(build).filter(({ path }) => taken.test(path))).toEqual([]);
});
