import { createHash } from 'node:crypto';
import type { ModelNames } from '@openmops/domain/model';
import type { ModelStore, ThingName } from '../../stores/facts/model-port.ts';

/** More would not fit into memory beside the rest; rows of others keep their identifiers. */
const MOST_NAMES = 500_000;

export type LoadedNames = {
  names: ModelNames;
  /** The same, thing by thing. */
  all: () => ThingName[];
  hash: string;
};

/** What a source calls its campaigns, ad groups, ads and accounts, from the streams that say it. */
export async function loadNames(
  model: ModelStore,
  places: readonly { workspaceId: string; streamId: string; generation: number }[],
): Promise<LoadedNames> {
  const names = new Map<string, Named>();
  const currencies = new Map<string, string>();
  const hash = createHash('sha256');
  for (const place of places) {
    const question = { ...place, table: 'campaign', fields: FIELDS } as const;
    for await (const page of model.read(question)) {
      for (const { values } of page) {
        const said = FIELDS.map((field) => {
          const value = values[field] ?? null;
          return value === null ? null : String(value);
        });
        const [level, id, name = null, account = null, channel = null, parent = null] = said;
        const currency = values.currency ?? null;
        if (names.size < MOST_NAMES)
          names.set(`${level}\n${id}`, { name, account, channel, parent });
        const owner = level === 'account' ? id : account;
        if (owner && currency !== null) currencies.set(owner, String(currency));
        hash.update(JSON.stringify(said));
      }
    }
  }
  /** Of the thing itself, else of what it belongs to. */
  const ofThing = (what: 'account' | 'channel', level: string, id: string): string | null => {
    const named = names.get(`${level}\n${id}`);
    if (!named) return null;
    if (named[what] !== null || named.parent === null) return named[what];
    for (const above of ABOVE[level] ?? []) {
      const found = ofThing(what, above, named.parent);
      if (found !== null) return found;
    }
    return null;
  };
  return {
    names: {
      name: (level, id) => names.get(`${level}\n${id}`)?.name ?? null,
      currency: (account) => currencies.get(account) ?? null,
      account: (level, id) => ofThing('account', level, id),
      channel: (level, id) => ofThing('channel', level, id),
    },
    all: () => {
      const things = [...names].map(([key, { name }]): ThingName => {
        const [level = '', id = ''] = key.split('\n');
        const [account, channel] = [ofThing('account', level, id), ofThing('channel', level, id)];
        const currency = level === 'account' ? (currencies.get(id) ?? null) : null;
        return { level, id, name, account, channel, currency };
      });
      // Accounts of which only their campaigns speak.
      for (const [id, currency] of currencies)
        if (!names.has(`account\n${id}`))
          things.push({ level: 'account', id, name: null, account: null, channel: null, currency });
      return things;
    },
    hash: names.size > 0 ? hash.digest('hex') : '',
  };
}

type Named = Record<'name' | 'account' | 'channel' | 'parent', string | null>;

const FIELDS = ['level', 'campaign_id', 'name', 'account', 'channel', 'parent_id', 'currency'];
/** To which levels a parent may belong. */
const ABOVE: Readonly<Record<string, readonly string[]>> = {
  ad: ['ad_group', 'campaign'],
  ad_group: ['campaign'],
};
