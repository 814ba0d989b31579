import { caller, profile, profileRoutes } from './edits.ts';

/** Further mistakes of checkpoint 4.1 in what is read. */
export const mutants = [
  {
    id: 'etag.shown.none',
    describes: 'an address that is unavailable has the ETag of none',
    kills: ['etag.shown'],
    edits: [
      profile(
        'update(JSON.stringify(representation))',
        'update(JSON.stringify({ ...representation, unavailable: undefined }))',
      ),
    ],
  },
  {
    id: 'etag.not-modified.any',
    describes: 'If-None-Match: * is no tag that anything has',
    kills: ['etag.not-modified'],
    edits: [
      profileRoutes(
        'if (isKnown(version, ifNoneMatch))',
        // Else Express would compare it well.
        "delete response.req.headers['if-none-match'];\n  if (ifNoneMatch !== '*' && isKnown(version, ifNoneMatch))",
      ),
    ],
  },
  {
    id: 'trace.begun.zeros',
    describes: 'a traceparent of version ff, or whose parent id is all zeros, is mended',
    kills: ['trace.begun'],
    edits: [
      caller(
        'return continueTrace(incoming);',
        "return continueTrace(incoming?.replace(/^ff/, '00').replace(/-0{16}-/, '-00f067aa0ba902b7-'));",
      ),
    ],
  },
];
