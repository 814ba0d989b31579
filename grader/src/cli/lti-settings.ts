import { importPKCS8 } from 'jose';
import { readSecret } from '../evidence/keys.ts';
import type { Registration } from '../export/lti-token.ts';
import { type Shell, UsageError } from './shell.ts';
import { asUsage } from './signing.ts';

/** The variables that say how this course is registered with a learning platform; the key is a file. */
export const LTI_SETTINGS = {
  SEEKA_LTI_CLIENT_ID: 'the client id that the platform gave this tool',
  SEEKA_LTI_TOKEN_URL: 'where the platform gives tokens',
  SEEKA_LTI_KEY: 'the file of the private key (RSA, PKCS #8 PEM), which nobody else can read',
  SEEKA_LTI_KEY_ID: 'the kid by which the platform knows the public key',
};

/** @throws UsageError with all that is missing. */
export async function registrationOf({ env }: Shell): Promise<Registration> {
  const missing = Object.entries(LTI_SETTINGS).filter(([name]) => !env[name]);
  if (missing.length > 0) throw new UsageError(`Set ${missing.map(([name, what]) => `${name} (${what})`).join(', ')}.`);
  const setting = (name: keyof typeof LTI_SETTINGS) => env[name] ?? '';
  const { SEEKA_LTI_AUDIENCE: audience } = env;
  return {
    clientId: setting('SEEKA_LTI_CLIENT_ID'),
    tokenUrl: setting('SEEKA_LTI_TOKEN_URL'),
    ...(audience ? { audience } : {}),
    privateKey: await keyIn(setting('SEEKA_LTI_KEY')),
    keyId: setting('SEEKA_LTI_KEY_ID'),
  };
}

async function keyIn(file: string): Promise<string> {
  const pem = await asUsage(() => readSecret(file), 'SEEKA_LTI_KEY: ');
  try {
    await importPKCS8(pem, 'RS256');
    return pem;
  } catch {
    throw new UsageError(
      `SEEKA_LTI_KEY: ${file} holds no RSA key in PKCS #8 PEM ("-----BEGIN PRIVATE KEY-----"). ` +
        'openssl pkcs8 -topk8 -nocrypt -in OLD.pem makes one of an older form.',
    );
  }
}
