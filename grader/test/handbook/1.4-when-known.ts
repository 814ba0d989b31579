import { stored } from '../../contracts/01-address/stored.ts';
import type { AddressContext } from '../../contracts/01-address/world.ts';
import { checkpoint, expect } from '../../src/check.ts';

// The example of the handbook's page "Write a check". It would stand in grader/contracts/01-address.
const check = checkpoint<AddressContext>('1.4');

check(
  'none-match.head',
  'HEAD with the ETag in a list in If-None-Match is answered with 304, as GET is',
  { clause: 'A9, A10, RFC 9110 §13.1.2', needs: ['none-match.list', 'method.head'], hints: 'etag' },
  async (context) => {
    const { api } = context;
    const { url, etag } = await stored(context);
    expect(await api.head(url, { ifNoneMatch: '"other", "another"' })).toHaveStatus(200);
    expect(await api.head(url, { ifNoneMatch: `"other", ${etag}` })).toHaveStatus(304);
  },
);
