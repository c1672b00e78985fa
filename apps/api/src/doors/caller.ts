import type { Actor } from '../actor.ts';
import { membership } from '../features/session/session.queries.ts';
import type { Instance } from '../instance.ts';
import type { Scope } from '../verb.ts';

/** The header with which the dashboard names the workspace of a call. */
export const WORKSPACE_HEADER = 'x-openmops-workspace';

/** Who stands behind a request of a browser: the cookie, and the workspace it names. */
export async function sessionScope(
  instance: Instance,
  request: { headers: Headers; requestId: string },
): Promise<{ scope: Scope; setCookies: string[] }> {
  const { requestId } = request;
  const session = await instance.auth.read(request.headers);
  if (!session) {
    return { scope: { instance, actor: null, workspace: null, requestId }, setCookies: [] };
  }
  const { userId, name, email } = session.who;
  const slug = request.headers.get(WORKSPACE_HEADER);
  const found = slug ? await membership(instance.records.system.db, userId, slug) : null;
  const { role, ...workspace } = found ?? { role: null };
  const actor: Actor = { kind: 'user', id: userId, name, email, role };
  return {
    scope: { instance, actor, workspace: found ? (workspace as typeof found) : null, requestId },
    setCookies: session.headers.getSetCookie(),
  };
}
