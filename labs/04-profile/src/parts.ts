import type { Database } from '@seeka/kit/database';
import type { Parts } from './app.ts';
import { Neighbours } from './neighbours.ts';
import { Operations } from './operations.ts';
import type { Settings } from './settings.ts';
import { Tokens } from './tokens.ts';

/** What the app is made of. */
export function makeParts(settings: Settings, database: Database): Parts {
  const operations = new Operations(database.knex);
  const neighbours = new Neighbours(settings);
  const tokens = new Tokens(settings);
  return { database, tokens, neighbours, operations };
}
