import { createHash } from 'node:crypto';
import type { ModelNames } from '@openmops/domain/model';
import type { ModelStore } from '../../stores/facts/model-port.ts';

/** More would not fit into memory beside the rest; rows of others keep their identifiers. */
const MOST_NAMES = 500_000;

export type LoadedNames = { names: ModelNames; hash: string };

/** What a source calls its campaigns, ad groups, ads and accounts, from the streams that say it. */
export async function loadNames(
  model: ModelStore,
  places: readonly { workspaceId: string; streamId: string; generation: number }[],
): Promise<LoadedNames> {
  const names = new Map<string, string>();
  const currencies = new Map<string, string>();
  const hash = createHash('sha256');
  for (const place of places) {
    const fields = ['level', 'campaign_id', 'name', 'account', 'currency'];
    for await (const page of model.read({ ...place, table: 'campaign', fields })) {
      for (const { values } of page) {
        const [level, id, name, account, currency] = fields.map((field) => values[field] ?? null);
        if (names.size < MOST_NAMES && name !== null) names.set(`${level}\n${id}`, String(name));
        const owner = level === 'account' ? id : account;
        if (owner !== null && currency !== null) currencies.set(String(owner), String(currency));
        hash.update(JSON.stringify([level, id, name, account, currency]));
      }
    }
  }
  const known = names.size + currencies.size > 0;
  return {
    names: {
      name: (level, id) => names.get(`${level}\n${id}`) ?? null,
      currency: (account) => currencies.get(account) ?? null,
    },
    hash: known ? hash.digest('hex') : '',
  };
}
