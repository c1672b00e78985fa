import type { QualityRule } from '../../quality/index.ts';
import type { FieldSource, JsonType, PackMapping, PackStream } from '../pack.ts';
import type { Json } from '../read-path.ts';
import { BREAKDOWN, breakdownBy } from './breakdown.ts';

/** Ids in loaders that keep columns as the warehouse typed them, or as text. */
export const EITHER: readonly JsonType[] = ['number', 'string'];

/** Path → types, for paths with alternatives: the same for each. */
export function typesOf(
  paths: Readonly<Record<string, readonly JsonType[]>>,
): Record<string, readonly JsonType[]> {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, types]) => path.split('|').map((one) => [one, types])),
  );
}

type Common = {
  id: string;
  name: string;
  names: readonly string[];
  marks: readonly string[];
  /** The source’s own key, where it has one that tells all its records apart. */
  key?: readonly string[];
  cursor?: string | null;
  deleted?: string | null;
  prepare?: PackStream['prepare'] | undefined;
  skip?: PackStream['skip'] | undefined;
  fields: Readonly<Record<string, FieldSource>>;
  /** What must be there. */
  required?: readonly string[];
  types?: Readonly<Record<string, readonly JsonType[]>>;
};

const atLeastZero = (field: string): QualityRule => ({
  id: `${field}_range`,
  kind: 'range',
  field,
  min: 0,
});

/** What the audit looks at in results of ads by day. */
function rulesOf(fields: Readonly<Record<string, FieldSource>>): QualityRule[] {
  const has = (field: string) => field in fields;
  return [
    { id: 'day_required', kind: 'required', field: 'day' },
    ...[
      'ad_cost',
      'ad_impressions',
      'ad_clicks',
      'ad_conversions',
      'ad_conversion_value',
      'sessions',
      'order_revenue',
    ]
      .filter(has)
      .map(atLeastZero),
    ...(has('currency')
      ? [{ id: 'currency_code', kind: 'type', field: 'currency', type: 'currency' } as const]
      : []),
    ...(has('campaign_id')
      ? [{ id: 'campaign_known', kind: 'reference', field: 'campaign_id', to: 'campaign' } as const]
      : []),
    { id: 'day_volume', kind: 'volume', field: 'day' },
    { id: 'day_freshness', kind: 'freshness', field: 'day', maxAgeHours: 72 },
  ];
}

/**
 * Results by day: what divides them beyond the model goes into its breakdown. Rows without a key of
 * their own are told apart by the key of the model, so that none takes another’s place.
 */
export function dailyStream(
  it: Common & { table: 'ad_delivery' | 'web_session'; breakdown?: readonly string[] },
): PackStream {
  const fields = it.breakdown ? { ...it.fields, breakdown: BREAKDOWN } : it.fields;
  const apart = it.breakdown ? breakdownBy(it.breakdown) : null;
  const first = it.prepare;
  const prepare =
    first && apart ? (record: Json) => first(record).flatMap(apart) : (first ?? apart ?? undefined);
  return build(it, [{ table: it.table, fields }], { prepare, rules: rulesOf(it.fields) });
}

/** Accounts, campaigns, ad groups or ads: names and what belongs to what. The newest of an id stands. */
export function entityStream(
  it: Common & { level: 'account' | 'campaign' | 'ad_group' | 'ad' },
): PackStream {
  const fields = { level: { fixed: it.level }, ...it.fields };
  return build(it, [{ table: 'campaign', fields }], {
    prepare: it.prepare,
    rules: [
      { id: 'name_required', kind: 'required', field: 'name' },
      { id: 'campaign_unique', kind: 'unique', fields: ['level', 'campaign_id'] },
    ],
  });
}

/** Streams that are known and kept, but never added to others, with the reason as their name. */
export function rawStream(id: string, name: string, names: readonly string[]): PackStream {
  return build({ id, name, names, marks: [], fields: {} }, [], { rules: [] });
}

function build(
  it: Common,
  mappings: readonly PackMapping[],
  more: { prepare?: PackStream['prepare'] | undefined; rules: readonly QualityRule[] },
): PackStream {
  return {
    id: it.id,
    name: it.name,
    // Our own clients call streams as the pack does.
    names: [...new Set([it.id, ...it.names])],
    marks: it.marks,
    key: it.key ?? [],
    cursor: it.cursor ?? null,
    deleted: it.deleted ?? null,
    ...(more.prepare ? { prepare: more.prepare } : {}),
    ...(it.skip ? { skip: it.skip } : {}),
    mappings,
    contract: {
      required: it.required ?? it.key ?? [],
      types: it.types ?? {},
      allowed: {},
    },
    rules: more.rules,
  };
}
