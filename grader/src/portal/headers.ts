import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { PortalSettings } from './settings.ts';

/** Nothing from elsewhere, nothing inline, no frame; and what a page names is asked of this origin alone. */
export function safeHeaders({ url }: PortalSettings): RequestHandler {
  const self = ["'self'"];
  const none = ["'none'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...{ defaultSrc: none, scriptSrc: self, styleSrc: self, imgSrc: self, connectSrc: self },
        ...{ formAction: self, baseUri: none, frameAncestors: none },
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: url.startsWith('https:') ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}
