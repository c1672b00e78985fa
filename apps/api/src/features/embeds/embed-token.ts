import { createHash, createHmac } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';

export const EMBED_TYPE = 'omp-embed/1';
const AUDIENCE = 'openmops:embed';

/** Signing with a key of its own: a token can never pass for a session cookie, or the reverse. */
function embedKey(secret: string): { key: Uint8Array; kid: string } {
  const key = createHmac('sha256', secret).update(EMBED_TYPE).digest();
  return { key, kid: createHash('sha256').update(key).digest('hex').slice(0, 12) };
}

export type EmbedClaims = { id: string; workspaceId: string };

/** Signs what the token stands for. KPIs, filters and origins are read from the store by its id. */
export async function signEmbed(
  secret: string,
  claims: EmbedClaims & { now: number; expiresAt: Date },
): Promise<string> {
  const { key, kid } = embedKey(secret);
  return new SignJWT({ ws: claims.workspaceId })
    .setProtectedHeader({ alg: 'HS256', typ: EMBED_TYPE, kid })
    .setSubject(claims.id)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(claims.now / 1000))
    .setExpirationTime(Math.floor(claims.expiresAt.getTime() / 1000))
    .sign(key);
}

/** Null for whatever we did not sign as an embed token. `ended`: its time is over. */
export async function verifyEmbed(
  secret: string,
  token: string,
  now: number,
): Promise<(EmbedClaims & { ended: boolean }) | null> {
  const { key, kid } = embedKey(secret);
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      typ: EMBED_TYPE,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'sub', 'ws'],
      // Its end is looked at below: who shows an ended one is told so.
      currentDate: new Date(0),
    });
    if (protectedHeader.kid !== kid) return null;
    const ended = (payload.exp ?? 0) * 1000 <= now;
    return { id: String(payload.sub), workspaceId: String(payload.ws), ended };
  } catch {
    return null;
  }
}
