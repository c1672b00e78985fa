import type { ModelValue } from '../model/index.ts';
import { mustBe } from '../statistics/index.ts';
import { compareText } from './node.ts';

/** A record that is to be merged, with its values as the model has them. */
export type MergeRecord = {
  id: string;
  source: string;
  updatedAt: number | null;
  values: Readonly<Record<string, ModelValue>>;
};

export type Precedence = {
  /** Field → sources, the most trusted first; `*` for all fields without their own. */
  sources?: Readonly<Record<string, readonly string[]>>;
  /** Field → record whose value somebody chose. */
  chosen?: Readonly<Record<string, string>>;
};

export type MergedField = {
  field: string;
  value: ModelValue;
  /** Record and source of the value; null where no record has one. */
  from: string | null;
  source: string | null;
  reason: 'chosen' | 'only_value' | 'all_agree' | 'source' | 'newest' | 'smallest_id' | 'empty';
  /** In words. */
  words: string;
  /** Other values that records have. */
  others: { id: string; source: string; value: ModelValue }[];
  /** There are different values. */
  conflict: boolean;
};

export type MergePlan = {
  keep: string;
  records: string[];
  /** By name. */
  fields: MergedField[];
  values: Record<string, ModelValue>;
  conflicts: number;
  method: 'chosen, source, newest';
  version: 1;
};

/**
 * What a merge would give, with the source and reason of each field: the value that somebody chose, else that of the
 * most trusted source, else the newest; empty values never win. Records themselves stay as they are. Refuses fewer than two
 * records, one given twice, a record to keep or choose that is none of them.
 * @example
 * const records = [
 *   { id: '1', source: 'hubspot', updatedAt: 9, values: { title: 'CMO', phone: null } },
 *   { id: '2', source: 'salesforce', updatedAt: 5, values: { title: 'VP', phone: '123' } },
 * ];
 * const plan = planMerge({ records, keep: '2', precedence: { sources: { '*': ['salesforce', 'hubspot'] } } });
 * plan.values // { phone: '123', title: 'VP' }
 * plan.fields[1].words // 'salesforce is trusted before hubspot.'
 */
export function planMerge(input: {
  records: readonly MergeRecord[];
  keep: string;
  precedence?: Precedence;
}): MergePlan {
  const { keep, precedence = {} } = input;
  const records = [...input.records].sort((a, b) => compareText(a.id, b.id));
  const ids = records.map(({ id }) => id);
  mustBe(ids.length >= 2, 'There is nothing to merge.', 'Give at least two records.');
  mustBe(new Set(ids).size === ids.length, 'A record is given twice.', 'Give each record once.');
  mustBe(
    ids.includes(keep),
    `The record to keep, ${keep}, is not among them.`,
    'Keep one of them.',
  );
  for (const [field, id] of Object.entries(precedence.chosen ?? {})) {
    mustBe(
      ids.includes(id),
      `${id}, chosen for ${field}, is not among them.`,
      'Choose one of them.',
    );
  }
  const names = [...new Set(records.flatMap(({ values }) => Object.keys(values)))].sort(
    compareText,
  );
  const fields = names.map((field) => mergeField(field, records, precedence));
  return {
    keep,
    records: ids,
    fields,
    values: Object.fromEntries(fields.map(({ field, value }) => [field, value])),
    conflicts: fields.filter(({ conflict }) => conflict).length,
    method: 'chosen, source, newest',
    version: 1,
  };
}

type Offer = { id: string; source: string; updatedAt: number | null; value: ModelValue };

function mergeField(
  field: string,
  records: readonly MergeRecord[],
  { sources = {}, chosen = {} }: Precedence,
): MergedField {
  const all = records.map(({ id, source, updatedAt, values }): Offer => {
    return { id, source, updatedAt, value: values[field] ?? null };
  });
  const offers = all.filter(({ value }) => value !== null && value !== '');
  const conflict = new Set(offers.map(({ value }) => value)).size > 1;
  const said = (winner: Offer, reason: MergedField['reason'], words: string): MergedField => ({
    field,
    value: winner.value,
    from: winner.id,
    source: winner.source,
    reason,
    words,
    others: offers
      .filter(({ id, value }) => id !== winner.id && value !== winner.value)
      .map(({ id, source, value }) => ({ id, source, value })),
    conflict,
  });
  const picked = all.find(({ id }) => id === chosen[field]);
  if (picked) return said(picked, 'chosen', 'Somebody chose it.');
  if (offers.length === 0) {
    const nothing = { value: null, from: null, source: null, reason: 'empty' as const };
    return { field, ...nothing, words: 'No record has a value.', others: [], conflict };
  }
  const order = sources[field] ?? sources['*'] ?? [];
  const rank = ({ source }: Offer) =>
    order.includes(source) ? order.indexOf(source) : order.length;
  const age = ({ updatedAt }: Offer) => updatedAt ?? Number.NEGATIVE_INFINITY;
  const [best, next] = [...offers].sort(
    (a, b) => rank(a) - rank(b) || (age(b) > age(a) ? 1 : age(b) < age(a) ? -1 : 0),
  ) as [Offer, Offer | undefined];
  if (!next) return said(best, 'only_value', 'No other record has a value.');
  if (!conflict) return said(best, 'all_agree', 'All records that have a value agree.');
  if (rank(best) < rank(next)) {
    return said(best, 'source', `${best.source} is trusted before ${next.source}.`);
  }
  if (age(best) > age(next)) return said(best, 'newest', 'It was changed last.');
  return said(best, 'smallest_id', 'Nothing tells them apart: the first identifier counts.');
}
