import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { TestInstance } from '../../testing/test-instance.ts';

/** Posts a message to a webhook's address, as its sender does. */
export function send(
  { app }: Pick<TestInstance, 'app'>,
  address: string,
  message: { body: string | Uint8Array; headers?: Record<string, string> },
) {
  const { pathname } = new URL(address);
  return app.request(pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...message.headers },
    body: message.body as string,
  });
}

/** The headers of Standard Webhooks. */
export function signed(secret: string, id: string, { body, at }: { body: string; at: number }) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
  };
}

/** The headers of HubSpot's version 3. */
export function hubspotSigned(
  secret: string,
  { url, body, at }: { url: string; body: string; at: number },
) {
  const mac = createHmac('sha256', secret).update(`POST${url}${body}${at}`).digest('base64');
  return { 'x-hubspot-signature-v3': mac, 'x-hubspot-request-timestamp': String(at) };
}
