import { MopsError } from '@openmops/domain/shared';
import type { Actor } from '../actor.ts';
import { findEmbed } from '../features/embeds/find-embed.ts';
import { KEY_PREFIX } from '../features/keys/create-key.ts';
import { verifyKey } from '../features/keys/verify-key.ts';
import { membership } from '../features/session/session.queries.ts';
import type { Instance } from '../instance.ts';
import type { Scope } from '../verb.ts';

/** The header with which the dashboard names the workspace of a call. */
export const WORKSPACE_HEADER = 'x-openmops-workspace';

export type Caller = {
  scope: Scope;
  /** Cookies that keep a prolonged session in the browser. */
  setCookies: string[];
  /** Why nothing is answered, in words that the page of an ended embed may read. */
  refused?: MopsError;
  /** Of an embed token: the one origin that may read the answer. Null: none. */
  allowOrigin: string | null;
  /** Whose budget of requests this one counts against. */
  bucket: string;
};

type Asked = { headers: Headers; requestId: string; workspace?: string | null };

/** Who stands behind a request of a browser: the cookie, and the workspace it names. */
export async function sessionCaller(instance: Instance, asked: Asked): Promise<Caller> {
  const { headers, requestId } = asked;
  const session = await instance.auth.read(headers);
  if (!session) return anonymous(instance, requestId);
  const { userId, name, email } = session.who;
  const slug = headers.get(WORKSPACE_HEADER) ?? asked.workspace ?? null;
  const found = slug ? await membership(instance.records.system.db, userId, slug) : null;
  const actor: Actor = { kind: 'user', id: userId, name, email, role: found?.role ?? null };
  const { role: _, ...workspace } = found ?? { role: null };
  return {
    scope: { instance, actor, workspace: found ? (workspace as typeof found) : null, requestId },
    setCookies: session.headers.getSetCookie(),
    allowOrigin: null,
    bucket: `user:${userId}`,
  };
}

/** Who stands behind a request to the public REST: a key, an embed token, or a session. */
export async function restCaller(instance: Instance, asked: Asked): Promise<Caller> {
  const token = bearerToken(asked.headers);
  if (token === null) return sessionCaller(instance, asked);
  return token.startsWith(KEY_PREFIX)
    ? keyCaller(instance, token, asked.requestId)
    : embedCaller(instance, token, asked);
}

export function bearerToken(headers: Headers): string | null {
  return /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

async function keyCaller(instance: Instance, key: string, requestId: string): Promise<Caller> {
  const found = await verifyKey(instance, key);
  if (!found) throw badKey();
  const { actor, workspace } = found;
  return {
    scope: { instance, actor, workspace, requestId },
    setCookies: [],
    allowOrigin: null,
    bucket: `key:${'id' in actor ? actor.id : ''}`,
  };
}

async function embedCaller(instance: Instance, token: string, asked: Asked): Promise<Caller> {
  const found = await findEmbed(instance, token);
  if (!found) throw badKey();
  const origin = asked.headers.get('origin');
  // A page of the server itself sends no Origin with GET: the preview in the dashboard.
  const own = origin === null && asked.headers.get('sec-fetch-site') === 'same-origin';
  if (!own && (origin === null || !found.origins.includes(origin))) {
    throw new MopsError(
      'FORBIDDEN',
      `This embed token is not for ${origin ?? 'a page without an origin'}.`,
      'Make a token that names the origin of the page.',
    );
  }
  const { actor, workspace } = found;
  return {
    scope: { instance, actor: found.ended ? null : actor, workspace, requestId: asked.requestId },
    setCookies: [],
    allowOrigin: origin,
    ...(found.ended ? { refused: ended() } : {}),
    bucket: `embed:${'id' in actor ? actor.id : ''}`,
  };
}

function anonymous(instance: Instance, requestId: string): Caller {
  const scope = { instance, actor: null, workspace: null, requestId };
  return { scope, setCookies: [], allowOrigin: null, bucket: '' };
}

function ended(): MopsError {
  return new MopsError(
    'UNAUTHORIZED',
    'This embed has ended.',
    'Who looks after the page can make a new one in OpenMOps.',
  );
}

function badKey(): MopsError {
  return new MopsError(
    'UNAUTHORIZED',
    'The key is not valid: unknown, expired or revoked.',
    'Make a new one in the dashboard.',
  );
}
