const { createHash, randomBytes } = require('node:crypto');
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
[verifier.length, challenge.length];
