import { checkpoint, expect } from '../../src/check.ts';
import { methodsIn, shown } from '../01-address/reading.ts';
import { expectOptions } from './forms.ts';
import type { OAuthContext } from './world.ts';

const check = checkpoint<OAuthContext>('3.3');

const places = {
  jwks_uri: '/.well-known/jwks.json',
  token_endpoint: '/token',
  revocation_endpoint: '/revoke',
  introspection_endpoint: '/introspect',
};

check(
  'metadata.endpoints',
  'the metadata name the issuer and where everything is, below PUBLIC_URL',
  { clause: 'D, RFC 8414 §2', needs: ['token.answer'], demands: ['doubles'] },
  async ({ api, settings }) => {
    const metadata = shown(
      await api.get('/.well-known/oauth-authorization-server', { headers: { host: 'evil.test' } }),
    );
    const wanted = Object.entries(places).map(([name, path]) => [name, settings.PUBLIC_URL + path]);
    expect(metadata).toMatchObject({ issuer: settings.PUBLIC_URL, ...Object.fromEntries(wanted) });
  },
);

check(
  'metadata.grants',
  'the metadata say that there is the grant refresh_token, and that clients need not authenticate',
  { clause: 'D, RFC 8414 §2', needs: ['metadata.endpoints'] },
  async ({ api }) => {
    const metadata = shown(await api.get('/.well-known/oauth-authorization-server'));
    expect(metadata.grant_types_supported).toEqual(['refresh_token']);
    expect(metadata.token_endpoint_auth_methods_supported).toEqual(['none']);
  },
);

check(
  'method.well-known',
  'below /.well-known HEAD is answered as GET is, other methods with 405 and Allow, OPTIONS with 204 and Allow',
  { clause: 'A9', needs: ['metadata.endpoints', 'jwks.public'] },
  async ({ api }) => {
    for (const path of ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server']) {
      const head = await api.head(path);
      expect(head).toHaveStatus(200);
      expect(head.text).toBe('');
      const refused = await api.delete(path);
      expect(refused).toBeProblem(405);
      expect(methodsIn(refused.headers.allow)).toContain('GET');
      await expectOptions(api, path, 'GET');
    }
  },
);
