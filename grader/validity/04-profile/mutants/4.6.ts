import { mutant } from '../../../src/validity/mutant.ts';
import { background, caller, create, draft, profileRoutes, remove } from './edits.ts';

const READ = 'const profile = await readOwn(parts, request.params.personId, callerOf(response));';
const REREAD = 'readProfile(neighbours, personId, ask)';
const FOLLOW = 'parts.background.follow(operation, { ...ask, until: undefined });';
const UNHURRIED = 'const unhurried = { ...ask, until: undefined };\n    const undone';

/** Mistakes of checkpoint 4.6, one trace. */
export const mutants = [
  mutant(
    'trace.read',
    'only writes go on in the trace of the request',
    profileRoutes(
      READ,
      `const { sub, ask } = callerOf(response);\n    ${READ.replace('callerOf(response)', '{ sub, ask: { ...ask, traceparent: undefined } }')}`,
    ),
  ),
  mutant(
    'trace.create',
    'the new profile is read in a trace of its own',
    create(REREAD, REREAD.replace('ask', '{ ...ask, traceparent: undefined }')),
  ),
  mutant(
    'trace.undo',
    'an undo has a trace of its own',
    background(UNHURRIED, UNHURRIED.replace('...ask', '...ask, traceparent: undefined')),
  ),
  mutant(
    'trace.later',
    'what comes after a 202 has a trace of its own',
    create(FOLLOW, FOLLOW.replace('...ask', '...ask, traceparent: undefined')),
  ),
  mutant(
    'trace.restart',
    'the trace is not stored',
    draft('traceparent: ask.traceparent ?? null,', 'traceparent: null,'),
  ),
  mutant(
    'token.create',
    'the new profile is read without a token',
    create(REREAD, REREAD.replace('ask', '{ ...ask, authorization: undefined }')),
  ),
  mutant(
    'token.undo',
    'an undo goes without a token',
    background(UNHURRIED, UNHURRIED.replace('...ask', '...ask, authorization: undefined')),
  ),
  mutant(
    'trace.one',
    'without a traceparent each call begins a trace',
    caller('return continueTrace(incoming);', 'return incoming;'),
  ),
  mutant(
    'trace.delete',
    'the address is deleted in a trace of its own',
    remove('personGone: true }, ask)', 'personGone: true }, { ...ask, traceparent: undefined })'),
  ),
  mutant(
    'token.later',
    'what comes after a 202 goes without a token',
    create(FOLLOW, FOLLOW.replace('...ask', '...ask, authorization: undefined')),
  ),
];
