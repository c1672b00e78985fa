import { randomBytes } from 'node:crypto';
import { MopsError } from '@openmops/domain/shared';
import { newToken } from '../../secret.ts';
import type { Provider } from './schemes/index.ts';

/** Whose secret stands in the address, because the sender cannot sign. */
const IN_ADDRESS: readonly Provider[] = ['salesforce', 'address'];
/** Who shows a secret of its own, which we cannot choose. */
const THEIRS: readonly Provider[] = ['hubspot', 'clickfunnels'];

export function newEndpointId(): string {
  return `wh_${newToken()}`;
}

/** Where the sender sends to; with the secret for those who cannot sign, when it is to be shown. */
export function webhookAddress(
  server: string,
  { id, provider, secret = null }: { id: string; provider: Provider; secret?: string | null },
): string {
  const address = `${server}/api/v1/webhooks/${id}`;
  const inside = secret !== null && IN_ADDRESS.includes(provider);
  return inside ? `${address}/${encodeURIComponent(secret)}` : address;
}

/** The secret to store: the given one if it is good, or a new one; null: the sender has to show it. */
export function chooseSecret(provider: Provider, given: string | undefined): string | null {
  if (given !== undefined) return checked(provider, given);
  if (THEIRS.includes(provider)) return null;
  return provider === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : newToken();
}

/** What to do with the address, in one line. */
export function nextStep(provider: Provider, secret: string | null): string {
  if (secret === null) {
    return provider === 'hubspot'
      ? 'Enter the address in the app, then its client secret here: openmops webhook rotate.'
      : 'Enter the address in ClickFunnels, then the secret that it shows here: openmops webhook rotate.';
  }
  return IN_ADDRESS.includes(provider)
    ? 'Enter the address at the sender. It holds the secret and is shown once.'
    : 'Enter the address and the secret at the sender. The secret is shown once.';
}

function checked(provider: Provider, given: string): string {
  if (provider !== 'standard') return given;
  const plain = given.replace(/^whsec_/, '');
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(plain) ? Buffer.from(plain, 'base64').length : 0;
  if (bytes >= 24 && bytes <= 64) return given;
  throw new MopsError(
    'INVALID',
    'The secret is none of Standard Webhooks.',
    'It is whsec_ and 24 to 64 bytes in base64, as the sender shows it.',
  );
}
