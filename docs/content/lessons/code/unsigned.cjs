const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ sub: '7', scope: 'profile' })}.`;
JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
