import { stripTypeScriptTypes } from 'node:module';

/** Jest transform: removes the types and leaves every line where it was, so stack traces stay true. */
export default {
  process: (source, file) => ({ code: file.endsWith('.ts') ? stripTypeScriptTypes(source) : source }),
};
