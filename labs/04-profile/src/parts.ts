import type { Database } from '@seeka/kit/database';
import type { Parts } from './app.ts';
import { Background } from './background.ts';
import { Neighbours } from './neighbours.ts';
import { Operations } from './operations.ts';
import { Removals } from './removals.ts';
import type { Settings } from './settings.ts';
import { Tokens } from './tokens.ts';

/** What the app is made of. */
export function makeParts(settings: Settings, database: Database): Parts {
  const operations = new Operations(database.knex);
  const neighbours = new Neighbours(settings);
  const tokens = new Tokens(settings);
  const removals = new Removals(database.knex);
  const background = new Background({ database, operations, removals, neighbours });
  return { database, tokens, neighbours, operations, removals, background };
}
