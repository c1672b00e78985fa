import type { Instance } from '../../instance.ts';
import { remembering } from '../../memory.ts';
import { unseal } from '../../stores/records/seal.ts';
import type { Provider } from './schemes/index.ts';
import type { Options } from './schemes/scheme.ts';

/** What a delivery is checked with. */
export type Endpoint = {
  id: string;
  workspaceId: string;
  provider: Provider;
  options: Options;
  secrets: { now: string | null; before: string | null; beforeUntil: number };
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
  const before = secrets.beforeUntil > now ? secrets.before : null;
  return [secrets.now, before].filter((one) => one !== null);
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
  const open = (sealed: string | null) => sealed && unseal(instance.secret, place, sealed);
  return {
    id,
    workspaceId: row.workspace_id,
    provider: row.provider as Provider,
    options: row.options as Options,
    secrets: {
      now: open(row.secret),
      before: open(row.previous_secret),
      beforeUntil: row.previous_until?.getTime() ?? 0,
    },
  };
}
