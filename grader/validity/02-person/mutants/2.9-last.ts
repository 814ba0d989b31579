import { mutant } from '../../../src/validity/mutant.ts';
import { app, routes, server } from './edits.ts';

/** Mistakes at the edges: other paths and methods, other tags, a start without a setting, a database that goes away. */
export const mutants = [
  {
    ...mutant(
      'problem.unknown-path',
      'the 404 of an unknown path below a person is no problem',
      routes(
        "router.use('/:id/address', linkRoutes(parts));",
        "router.use('/:id/address', linkRoutes(parts));\n  router.use('/:id/:rest', (_request, response) => {\n    response.status(404).send('Not Found');\n  });",
      ),
    ),
    id: 'problem.unknown-path.below',
  },
  {
    ...mutant(
      'problem.unknown-path',
      'the 404 of an unknown path is a problem for GET alone',
      app(
        'app.use(notFound, databaseAway, answerProblems);',
        "app.get('/{*path}', notFound);\n  app.use(databaseAway, answerProblems);",
      ),
    ),
    id: 'problem.unknown-path.method',
  },
  {
    ...mutant(
      'match.stale',
      'what only begins like the ETag fits a PUT',
      routes(
        "    const target = targetOf(current, request.get('If-Match'));",
        "    const mine = etag(current).slice(0, -1);\n    const target = request.get('If-Match')?.startsWith(mine) ? { id: current.id, version: current.version } : targetOf(current, request.get('If-Match'));",
      ),
    ),
    id: 'match.stale.longer',
  },
  mutant(
    'list.lost',
    'persons that cannot be read are none',
    routes(
      '    const page = await persons.page(asked);',
      '    const page = await persons.page(asked).catch(() => ({ rows: [] }));',
    ),
  ),
  {
    ...mutant(
      'settings.named',
      'without PORT the service listens on 3000',
      server('readSettings(process.env, {', "readSettings({ PORT: '3000', ...process.env }, {"),
    ),
    id: 'settings.named.port',
  },
  {
    ...mutant(
      'settings.each',
      'a PORT of 0 is any port',
      server(
        '{ PORT: port, DATABASE_URL',
        "{ PORT: { ...port, parse: (text: string) => (text === '0' ? 0 : port.parse(text)) }, DATABASE_URL",
      ),
    ),
    id: 'settings.each.zero',
  },
];
