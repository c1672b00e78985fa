import { MopsError } from '@openmops/domain/shared';
import { PERMISSIONS } from '@openmops/domain/workspace';
import * as z from 'zod';
import { actorMay } from '../../actor.ts';
import { hashToken, newToken } from '../../secret.ts';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';

const DAY_MS = 86_400_000;
export const KEY_PREFIX = 'omp_live_';

/** What a program may be allowed; people, keys and the workspace itself stay with people. */
export const KEY_SCOPES = PERMISSIONS.filter(
  (permission) => !permission.startsWith('keys.') && !permission.startsWith('members.'),
);

/** Makes a key for a program. It is shown once; the store has its hash. */
export const createKey = verb({
  name: 'keys.create',
  permission: 'keys.write',
  kind: 'write',
  input: z.strictObject({
    name: z.string().trim().min(1).max(80),
    scopes: z.array(z.enum(KEY_SCOPES)).min(1).max(KEY_SCOPES.length),
    expiresDays: z.number().int().min(1).max(3650).optional(),
  }),
  async run({ db, actor, workspace, now, audit }, input) {
    if (actor.kind === 'apiKey') {
      throw new MopsError('FORBIDDEN', 'A key cannot make keys.', 'Sign in as a person.');
    }
    const beyond = input.scopes.filter((scope) => !actorMay(actor, scope));
    if (beyond.length > 0) {
      throw new MopsError(
        'FORBIDDEN',
        `You may not pass on ${beyond.join(', ')}.`,
        'Leave it out.',
      );
    }
    const key = `${KEY_PREFIX}${newToken()}`;
    const id = newId('key');
    const expiresAt = input.expiresDays ? new Date(now + input.expiresDays * DAY_MS) : null;
    await db
      .insertInto('api_keys')
      .values({
        id,
        workspace_id: workspace.id,
        name: input.name,
        prefix: key.slice(0, KEY_PREFIX.length + 4),
        key_hash: hashToken(key),
        scopes: JSON.stringify([...new Set(input.scopes)]),
        created_by: actor.kind === 'user' ? actor.id : '',
        expires_at: expiresAt,
        last_used_at: null,
        revoked_at: null,
      })
      .execute();
    audit({ key: id, scopes: input.scopes });
    return { id, key, expiresAt: expiresAt?.toISOString() ?? null };
  },
});
