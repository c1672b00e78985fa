const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const EVERYWHERE = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
};

/** Fixed at start: computing them per request would cost more than the routing. */
export function securityHeaders(publicUrl: string | null): [name: string, value: string][] {
  const headers: Record<string, string> = { ...EVERYWHERE };
  if (publicUrl?.startsWith('https://')) {
    headers['strict-transport-security'] = 'max-age=63072000; includeSubDomains';
  }
  return Object.entries(headers);
}
