import { createHash } from 'node:crypto';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { DIMENSIONS, type DimensionId, findMeasure, type MeasureQuery } from '@openmops/domain/kpi';
import type { FactRowOut } from '../../stores/facts/port.ts';
import { partsOf, type ReadPart, type WorkspaceSlice } from '../kpi/sum-plan.ts';
import { type Chunk, type EntitySet, fieldsOf, type Reading } from './entity-set.ts';
import { badRequest, type Expression, type Row } from './expression.ts';
import { daysOf, valuesOf } from './restrict.ts';

const DATASET = 'ad_delivery';
const ROWS_AT_ONCE = 10_000;
const MAX_VALUES = 200;

/** Column → base measure. Only what may be added over everything. */
const MEASURES = {
  spend: 'ad_cost',
  impressions: 'ad_impressions',
  clicks: 'ad_clicks',
  conversions: 'ad_conversions',
  conversion_value: 'ad_conversion_value',
  leads: 'ad_leads',
} as const;

const DIMS: readonly DimensionId[] = [
  'account',
  'channel',
  'network',
  'campaign_id',
  'campaign',
  'ad_group_id',
  'ad_group',
  'ad_id',
  'ad',
  'placement',
  'country',
  'region',
  'device',
];

const FIELDS = fieldsOf([
  ['id', 'String', 'Names the row.', '!'],
  ['date', 'Date', 'The day, or the first day of a row that covers several.', '!'],
  ['date_to', 'Date', 'The last day that the row covers.', '!'],
  ['source', 'String', 'The platform that it came from.', '!'],
  ...DIMS.map((dim) => [dim, 'String', describe(dim)] as const),
  ['currency', 'String', 'Currency of the amounts: what the platform charges in.'],
  ...Object.entries(MEASURES).map(([name, id]) => [name, 'Double', measureText(id)] as const),
]);

/** Daily ad delivery as the platforms say it, each cost once: what may be added over everything. */
export const SPEND: EntitySet = {
  name: 'Spend',
  type: 'AdDelivery',
  description:
    'Ad delivery by day, each cost once however many reports tell it. Amounts are in the currency of the row; add only rows of one currency.',
  key: 'id',
  fields: () => FIELDS,
  filterOf: (key) => {
    const day = /^(\d{4}-\d{2}-\d{2})~[\w-]+$/.exec(key)?.[1];
    return day ? `date eq ${day} and id eq '${key}'` : null;
  },
  read: readSpend,
};

async function* readSpend({ ctx, conditions, start }: Reading): AsyncGenerator<Chunk> {
  const [firstPart = 0, firstOffset = 0] = (start ?? '0|0').split('|').map(Number);
  if (!Number.isInteger(firstPart) || !Number.isInteger(firstOffset))
    throw badRequest('The $skiptoken is not valid.', 'Begin again.');
  const slices = await ctx.facts.slices(ctx.workspace.id);
  const query = questionOf(conditions, slices);
  if (!query) return;
  const where = { facts: ctx.facts, workspaceId: ctx.workspace.id, slices };
  const { parts } = await partsOf(where, query);
  for (let at = firstPart; at < parts.length; at++) {
    const part = parts[at] as ReadPart;
    let offset = at === firstPart ? firstOffset : 0;
    for (;;) {
      const page = { offset, limit: ROWS_AT_ONCE };
      const { rows } = await ctx.facts.rows(ctx.workspace.id, part.query, part.slices, page);
      if (rows.length > 0) yield { at: `${at}|${offset}`, rows: rows.map((row) => toRow(row, at)) };
      if (rows.length < ROWS_AT_ONCE) break;
      offset += rows.length;
    }
  }
}

/** The same sums as the KPIs make of these days: one range, so that nothing counts twice. */
function questionOf(
  conditions: readonly Expression[],
  slices: readonly WorkspaceSlice[],
): MeasureQuery | null {
  const own = slices.filter((one) => one.dataset === DATASET);
  const days = daysOf(conditions, 'date');
  const from = days.from ?? Math.min(...own.map((one) => one.from));
  const to = days.to ?? Math.max(...own.map((one) => one.to));
  if (own.length === 0 || to < from) return null;
  const filters = ['source', 'currency', ...DIMS].flatMap((dim) => {
    const values = valuesOf(conditions, dim) as (string | null)[] | null;
    if (!values || values.length === 0 || values.length > MAX_VALUES) return [];
    return [{ dim, op: 'in' as const, values }];
  });
  return {
    dataset: DATASET,
    measures: Object.values(MEASURES).map((id) => findMeasure(CATALOGUE, id)),
    by: [],
    filters,
    buckets: [{ label: 'all', from, to }],
    resolution: 'bucket',
  };
}

function toRow(row: FactRowOut, part: number): Row {
  const dims = Object.fromEntries(DIMS.map((dim) => [dim, row.dims[dim] || null]));
  const values = Object.entries(MEASURES).map(([name, id]) => [name, row.values[id] ?? null]);
  const identity = JSON.stringify([part, row.dayTo, row.source, row.currency, row.dims]);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return {
    id: `${row.day}~${hash}`,
    ...{ date: row.day, date_to: row.dayTo, source: row.source },
    ...dims,
    currency: row.currency || null,
    ...Object.fromEntries(values),
  };
}

function describe(id: DimensionId): string {
  return DIMENSIONS.find((one) => one.id === id)?.description ?? '';
}

function measureText(id: string): string {
  return findMeasure(CATALOGUE, id).description;
}
