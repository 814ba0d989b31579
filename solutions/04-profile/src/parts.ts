import type { Database } from '@seeka/kit/database';
import type { Parts } from './app.ts';
// @lab:begin 4.3
import { Background } from './background.ts';
// @lab:end
import { Neighbours } from './neighbours.ts';
import { Operations } from './operations.ts';
// @lab:begin 4.3
import { Removals } from './removals.ts';
// @lab:end
import type { Settings } from './settings.ts';
import { Tokens } from './tokens.ts';

/** What the app is made of. */
export function makeParts(settings: Settings, database: Database): Parts {
  const operations = new Operations(database.knex);
  const neighbours = new Neighbours(settings);
  const tokens = new Tokens(settings);
  // @lab:begin 4.3
  const removals = new Removals(database.knex);
  const background = new Background({ database, operations, removals, neighbours });
  return { database, tokens, neighbours, operations, removals, background };
  // @lab:starter
  //| return { database, tokens, neighbours, operations };
  // @lab:end
}
