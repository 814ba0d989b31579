import { mutant } from '../../../src/validity/mutant.ts';
import { app, before, onAnswer, problemInApp, server } from './edits.ts';

const SETTINGS =
  'const settings = readSettings(process.env, {\n    PORT: port,\n    DATABASE_URL: postgresUrl,\n    ADDRESS_VERIFICATION_URL: httpUrl,\n  });';
const HEALTH = "app.get('/health', health(database.ping));";
const SERVE = 'await serve(app, settings.PORT, process.env.HOST);';

/** Mistakes of checkpoint 1.6, document and operate. */
export const mutants = [
  mutant(
    'health.ok',
    '/health answers 503 while other requests are at work',
    before("if (request.path !== '/health') working.add(response.on('close', () => working.delete(response)));"),
    app(
      HEALTH,
      "app.get('/health', health(async () => {\n    if (working.size > 0) throw new Error('busy');\n    await database.ping();\n  }));",
    ),
    app('/** Every request passes', 'const working = new Set<unknown>();\n\n/** Every request passes'),
  ),
  mutant(
    'health.neighbour',
    '/health asks the verification API, too',
    server(
      'const app = createApp({ addresses, database,',
      'const ping = async () => {\n    await database.ping();\n    await fetch(settings.ADDRESS_VERIFICATION_URL, { signal: AbortSignal.timeout(1_000) });\n  };\n  const app = createApp({ addresses, database: { ...database, ping },',
    ),
  ),
  mutant('health.away', '/health does not ask the database', app(HEALTH, "app.get('/health', health());")),
  mutant(
    'health.back',
    '/health stays at 503 once it has answered 503',
    app(
      HEALTH,
      "let away = false;\n  app.get('/health', health(async () => {\n    if (away) throw new Error('away');\n    away = true;\n    await database.ping();\n    away = false;\n  }));",
    ),
  ),
  mutant(
    'settings.named',
    'only the first setting at fault is named',
    server(
      SETTINGS,
      'const settings = {\n    ...readSettings(process.env, { PORT: port }),\n    ...readSettings(process.env, { DATABASE_URL: postgresUrl }),\n    ...readSettings(process.env, { ADDRESS_VERIFICATION_URL: httpUrl }),\n  };',
    ),
  ),
  mutant(
    'settings.exit',
    'a start with bad settings ends with exit code 0',
    server('process.exit(1);', 'process.exit(0);'),
  ),
  mutant(
    'docs.openapi',
    '/openapi.json serves another file',
    app("new URL('../openapi.yaml', import.meta.url)", "new URL('../package.json', import.meta.url)"),
  ),
  mutant(
    'docs.page',
    '/api-docs answers with JSON, not with a page',
    app(
      'app.use(apiDocs(new URL(',
      "app.get('/api-docs', (_request, response) => void response.json({ see: '/openapi.json' }));\n  app.use(apiDocs(new URL(",
    ),
  ),
  mutant(
    'stop.in-flight',
    'SIGTERM ends the process at once',
    server(SERVE, `process.once('SIGTERM', () => process.exit(0));\n  ${SERVE}`),
  ),
  mutant(
    'stop.exit',
    'the process ends with another exit code than 0',
    server(SERVE, `${SERVE}\n  process.exitCode = 143;`),
  ),
  mutant(
    'conforms.health.1.6',
    'the 503 of /health has no title',
    onAnswer("if (request.path === '/health' && body?.status === 503) delete body.title;"),
  ),
  mutant(
    'health.lost',
    'the process ends when a database that was there goes away',
    app(
      HEALTH,
      "let there = false;\n  app.get('/health', health(async () => {\n    try {\n      await database.ping();\n      there = true;\n    } catch (error) {\n      if (there) process.exit(1);\n      throw error;\n    }\n  }));",
    ),
  ),
  {
    id: 'health.lost.told',
    describes: 'the 503 of a database that is away shows the stack trace',
    kills: ['health.lost'],
    edits: [
      problemInApp,
      app(
        'app.use(databaseAway);',
        'app.use((error: Error, request: any, response: any, next: any) =>\n    databaseAway(error, request, response, (changed) => next(changed === error ? error : new Problem(503, error.stack))),\n  );',
      ),
    ],
  },
  mutant(
    'health.found',
    '/health stays at 503 after a database that was there went away',
    app(
      HEALTH,
      "let there = false;\n  let gone = false;\n  app.get('/health', health(async () => {\n    if (gone) throw new Error('gone');\n    await database.ping().catch((error) => {\n      gone = there;\n      throw error;\n    });\n    there = true;\n  }));",
    ),
  ),
  {
    id: 'stop.in-flight.late',
    describes: 'the process ends 1 s after SIGTERM, whatever is in flight',
    kills: ['stop.in-flight'],
    edits: [server(SERVE, `process.once('SIGTERM', () => setTimeout(() => process.exit(0), 1_000));\n  ${SERVE}`)],
  },
];
