import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * What every answer tells a browser: run and load nothing but our own files, in no frame, and tell nobody where people come from.
 * React sets styles through the DOM, which the policy allows; a style or a script in HTML it does not.
 */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  permissionsPolicy: { camera: [], geolocation: [], microphone: ['self'], payment: [], usb: [] },
});

/**
 * For files of messages, around `securityHeaders`, which sets its own last: whatever is in one runs nothing and loads nothing, also where
 * somebody opens it by its address.
 */
export const fileHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.headers.has('content-disposition'))
    c.res.headers.set('content-security-policy', "default-src 'none'; sandbox");
};
