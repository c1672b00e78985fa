import { countingSecrets } from '../../former-secrets.ts';
import type { Instance } from '../../instance.ts';
import { remembering } from '../../memory.ts';
import { type FormerSecret, unseal } from '../../stores/records/seal.ts';
import type { Provider } from './schemes/index.ts';
import type { Options } from './schemes/scheme.ts';

/** What a delivery is checked with. */
export type Endpoint = {
  id: string;
  workspaceId: string;
  provider: Provider;
  options: Options;
  secrets: { now: string | null; former: readonly FormerSecret[] };
};

const ID = /^wh_[\w-]{43}$/;
const remember = remembering<Endpoint | null>(1000);

/** The endpoint of an address; null: there is none, or it was revoked. */
export async function findEndpoint(instance: Instance, id: string): Promise<Endpoint | null> {
  if (!ID.test(id)) return null;
  return remember(instance, id, () => readEndpoint(instance, id));
}

/** The secrets that count at an instant. */
export function secretsOf({ secrets }: Endpoint, now: number): string[] {
  const former = countingSecrets(secrets.former, now).map(({ secret }) => secret);
  return secrets.now === null ? former : [secrets.now, ...former];
}

async function readEndpoint(instance: Instance, id: string): Promise<Endpoint | null> {
  const row = await instance.records.system.db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const place = { workspaceId: row.workspace_id, kind: 'webhook', id };
  const open = (sealed: string) => unseal(instance.secret, place, sealed);
  return {
    id,
    workspaceId: row.workspace_id,
    provider: row.provider as Provider,
    options: row.options as Options,
    secrets: {
      now: row.secret === null ? null : open(row.secret),
      // What counts no more is not opened.
      former: countingSecrets(row.former_secrets, instance.now()).map(({ secret, until }) => ({
        secret: open(secret),
        until,
      })),
    },
  };
}
