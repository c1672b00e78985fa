import { MopsError } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import { drainSoon } from './drain-inbox.ts';
import { type Endpoint, findEndpoint, secretsOf } from './find-endpoint.ts';
import { putIntoInbox } from './inbox.ts';
import { countRefusal } from './refusals.ts';
import { SCHEMES } from './schemes/index.ts';
import type { Delivery, Refusal } from './schemes/scheme.ts';

const WORDS: Record<Refusal, [message: string, hint: string]> = {
  unsigned: [
    'The message is not signed.',
    'Check that the sender signs, and that the provider of this webhook is the right one.',
  ],
  forged: ['The signature does not fit.', 'Compare the secret with that of the sender.'],
  too_old: [
    'The message is too old, or its clock is ahead.',
    'Send it with the time of sending; the clocks of both sides must be right.',
  ],
  no_secret: [
    'This webhook has no secret yet.',
    'Enter the one that the sender shows: openmops webhook rotate ID --secret FILE',
  ],
  foreign: ['The message comes from another organisation.', 'Make a webhook for that one.'],
};

export type Received = { contentType: string; body: string };
const RECEIVED: Received = { contentType: 'application/json', body: '{"received":true}' };

/** The endpoint of an address, or 404: what was never there and what was revoked look the same. */
export async function endpointOf(instance: Instance, id: string): Promise<Endpoint> {
  const endpoint = await findEndpoint(instance, id);
  if (endpoint) return endpoint;
  throw new MopsError('NOT_FOUND', 'There is no such webhook.', 'Check the address.');
}

/**
 * Takes one message: verified on its raw bytes, then durable, then answered. What it holds is read
 * later, so a good signature over nonsense is answered too, and the nonsense kept.
 */
export async function receive(
  instance: Instance,
  endpoint: Endpoint,
  delivery: Delivery,
): Promise<Received> {
  const scheme = SCHEMES[endpoint.provider];
  const secrets = secretsOf(endpoint, delivery.now);
  const refusal =
    secrets.length === 0 ? 'no_secret' : scheme.verify(delivery, secrets, endpoint.options);
  if (refusal) throw refused(instance, endpoint, refusal);
  const known = scheme.identify(delivery, endpoint.options);
  if (typeof known === 'string') throw refused(instance, endpoint, known);
  await putIntoInbox(instance, endpoint.workspaceId, {
    endpointId: endpoint.id,
    messageId: known.id,
    sentAt: known.sentAt,
    receivedAt: delivery.now,
    body: delivery.body,
  });
  drainSoon(instance, endpoint.workspaceId);
  return scheme.answer ?? RECEIVED;
}

function refused(instance: Instance, endpoint: Endpoint, why: Refusal): MopsError {
  countRefusal(instance, endpoint, why);
  const [message, hint] = WORDS[why];
  return new MopsError('UNAUTHORIZED', message, hint, { code: why });
}
