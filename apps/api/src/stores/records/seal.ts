import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { MopsError } from '@openmops/domain/shared';

const VERSION = 's1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Where a sealed text belongs: it can be opened nowhere else. */
export type SealPlace = { workspaceId: string; kind: string; id: string };

/** A sealed secret that was replaced, and until when it still counts (ISO 8601). */
export type FormerSecret = { secret: string; until: string };

/**
 * A secret of somebody else (a token, a signing secret) as it is stored: AES-256-GCM under a key that
 * HKDF-SHA256 draws from the secret of the instance, bound to its place.
 * @example unseal(secret, place, seal(secret, place, 'token')) // 'token'
 */
export function seal(secret: string, place: SealPlace, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(aad(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${VERSION}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
}

/** Throws `PRECONDITION` when it was sealed with another secret, in another place, or was changed. */
export function unseal(secret: string, place: SealPlace, sealed: string): string {
  try {
    const [version, text = ''] = sealed.split('.');
    if (version !== VERSION) throw new Error('an unknown version');
    const bytes = Buffer.from(text, 'base64url');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      keyOf(secret),
      bytes.subarray(0, NONCE_BYTES),
      { authTagLength: TAG_BYTES },
    )
      .setAAD(aad(place))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch (cause) {
    const error = new MopsError(
      'PRECONDITION',
      'A stored secret cannot be opened: the secret of this instance has changed.',
      'Put back OPENMOPS_SECRET or secret.key, or enter the stored secret again.',
    );
    throw Object.assign(error, { cause });
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'openmops sealed secrets', 32));
}

function aad({ workspaceId, kind, id }: SealPlace): Buffer {
  return Buffer.from(JSON.stringify([workspaceId, kind, id]));
}
