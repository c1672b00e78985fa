import { Webhook } from 'standardwebhooks';

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com), signed with every secret that counts:
 * the receiver needs to know one of them.
 */
export function signHeaders(
  secrets: readonly string[],
  { id, now, body }: { id: string; now: number; body: string },
): Record<string, string> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(now), body));
  return {
    'content-type': 'application/json',
    'user-agent': 'OpenMOps',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}
