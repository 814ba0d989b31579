import { asIngestError } from '../../src/ingest/errors.ts';
import { gitFailure } from '../../src/ingest/git-failure.ts';

test.each(['ENOSPC', 'EDQUOT', 'EMFILE'])('%s is ours, and says that it may be tried again', (code) => {
  const error = Object.assign(new Error(code), { code });
  expect(asIngestError(error)).toMatchObject({
    name: 'IngestError',
    code: 'disk full',
    fault: 'ours',
    advice: expect.stringContaining('grade it again'),
  });
});

test('an error of nobody’s making passes as it is', () => {
  const error = new TypeError('a bug');
  expect(asIngestError(error)).toBe(error);
});

// Each as git 2.39 prints it.
test.each([
  ['fatal: write error: No space left on device\nfatal: fetch-pack: invalid index-pack output', 'disk full', 'ours'],
  ['fatal: write error: File too large\nfatal: fetch-pack: invalid index-pack output', 'too large', 'theirs'],
  ['fatal: Out of memory, malloc failed (tried to allocate 5 bytes)', 'too large', 'theirs'],
  ["fatal: couldn't find remote ref nowhere", 'no such ref', 'theirs'],
  ['fatal: remote error: upload-pack: not our ref 0123', 'no such ref', 'theirs'],
  ["fatal: could not read Username for 'https://x': terminal prompts disabled", 'no such repository', 'theirs'],
  ["fatal: '/x.git' does not appear to be a git repository", 'no such repository', 'theirs'],
  ['error: object 0123: hasDotgit: contains .git\nfatal: fsck error in packed object', 'damaged repository', 'theirs'],
  ["fatal: unable to access 'https://x/': Failed to connect to x port 443: Connection refused", 'network', 'ours'],
  ["fatal: unable to access 'https://x/': Operation timed out after 60 s", 'network', 'ours'],
  ['error: RPC failed; curl 56 GnuTLS recv error (-54)\nfetch-pack: unexpected disconnect', 'network', 'ours'],
  ['remote: No space left on device\nfatal: something new', 'git failed', 'ours'],
  ['fatal: something new', 'git failed', 'ours'],
  ['', 'git failed', 'ours'],
])('%j means %s: %s', (stderr, code, fault) => {
  const error = gitFailure(stderr, 'https://x/y.git', 'main');
  expect(error).toMatchObject({ code, fault, advice: expect.stringMatching(/\.$/) });
  expect(error.message).not.toMatch(/\$URL|\$REF|\n/);
});
