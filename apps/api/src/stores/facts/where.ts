import type { Filter, MeasureQuery } from '@openmops/domain/kpi';
import type { Slice } from './port.ts';
import { type Binder, dimSql, isDimension, isMeasureColumn, isNullable } from './sql.ts';
import { isFixed } from './tables.ts';

/** The columns that a question speaks of, beside those that every row has. */
export function columnsIn(query: MeasureQuery): string[] {
  return [
    ...query.measures.map((one) => one.column),
    ...query.by,
    ...query.filters.map((one) => one.dim),
  ].filter((name) => isMeasureColumn(name) || (isDimension(name) && !isFixed(name)));
}

type Asked = {
  workspaceId: string;
  query: MeasureQuery;
  slices: Slice[] | null;
  /** Rows may be of several days. */
  spans: boolean;
};

/** The condition that every question shares: whose, which days, which filters, which slices. */
export function whereOf(binder: Binder, { workspaceId, query, slices, spans }: Asked): string {
  const { bind } = binder;
  return [
    `workspace = ${bind('String', workspaceId)}`,
    `dataset = ${bind('String', query.dataset)}`,
    ...inBuckets(binder, query, spans),
    ...query.filters.map((filter) => filterOf(binder, filter)),
    ...(slices === null ? [] : [slicesOf(binder, slices)]),
  ].join('\n  AND ');
}

/** Up to so many days a list with an entry per day finds the bucket fastest. */
const LISTED_DAYS = 2000;
/** Ends before every day there is: no bucket. */
const NEVER = -1_000_000;

/** The first day of the bucket a row is in; of a row that is counted, always one of the starts. */
export function bucketStart({ bind }: Binder, query: MeasureQuery): string {
  const starts = query.buckets.map((bucket) => bucket.from);
  if (starts.length === 1) return `toInt32(${bind('Int32', starts[0])})`;
  if (starts.length === 2 && haveNoGaps(query))
    return `if(day >= ${bind('Int32', starts[1])}, ${bind('Int32', starts[1])}, ${bind('Int32', starts[0])})`;
  const days = daysOf(query);
  if (!days) return `roundDown(day, ${bind('Array(Int32)', starts)})`;
  return `arrayElement(${bind('Array(Int32)', days.starts)}, ${indexOf(bind, query)})`;
}

/** Rows of several days count only inside one bucket, so both ends must be in the same. */
function inBuckets({ bind }: Binder, query: MeasureQuery, spans: boolean): string[] {
  const first = query.buckets[0];
  const last = query.buckets.at(-1);
  if (!first || !last) return ['0'];
  const range = [
    `day >= ${bind('Int32', first.from)}`,
    `day <= ${bind('Int32', last.to)}`,
    ...(spans ? [`day_to <= ${bind('Int32', last.to)}`] : []),
  ];
  if (first === last || (!spans && haveNoGaps(query))) return range;
  const days = daysOf(query);
  if (days) {
    const ends = bind('Array(Int32)', days.ends);
    return [...range, `day_to <= arrayElement(${ends}, ${indexOf(bind, query)})`];
  }
  const starts = bind(
    'Array(Int32)',
    query.buckets.map((bucket) => bucket.from),
  );
  const ends = bind(
    'Array(Int32)',
    query.buckets.map((bucket) => bucket.to),
  );
  return [
    ...range,
    `day_to <= transform(roundDown(day, ${starts}), ${starts}, ${ends}, toInt32(${NEVER}))`,
  ];
}

/** Whether every day of the range is in a bucket. */
function haveNoGaps({ buckets }: MeasureQuery): boolean {
  return buckets.every((bucket, at) => at === 0 || bucket.from === (buckets[at - 1]?.to ?? 0) + 1);
}

/** Days are counted from 1 in the lists below. */
function indexOf(bind: Binder['bind'], query: MeasureQuery): string {
  return `day - ${bind('Int32', (query.buckets[0]?.from ?? 0) - 1)}`;
}

/** For every day of the range the ends of its bucket; null when the range is too long for a list. */
function daysOf({ buckets }: MeasureQuery): { starts: number[]; ends: number[] } | null {
  const first = buckets[0]?.from ?? 0;
  const length = (buckets.at(-1)?.to ?? 0) - first + 1;
  if (length > LISTED_DAYS) return null;
  const starts = new Array<number>(length).fill(NEVER);
  const ends = new Array<number>(length).fill(NEVER);
  for (const { from, to } of buckets) {
    starts.fill(from, from - first, to - first + 1);
    ends.fill(to, from - first, to - first + 1);
  }
  return { starts, ends };
}

/** Null-safe: null never equals a value, and is kept by "not". */
function filterOf({ bind }: Binder, filter: Filter): string {
  const column = dimSql(filter.dim);
  const values = filter.values.filter((value) => value !== null);
  const nullable = isNullable(filter.dim);
  const withNull = values.length < filter.values.length && nullable;
  const hits: string[] = [];
  if (withNull) hits.push(`isNull(${column})`);
  if (values.length > 0 && filter.op === 'contains') {
    const text = `lowerUTF8(toString(${column}))`;
    for (const value of values)
      hits.push(`ifNull(position(${text}, ${bind('String', value.toLowerCase())}) > 0, 0)`);
  } else if (values.length > 0) {
    const [only] = values;
    const hit =
      values.length === 1
        ? `${column} = ${bind('String', only)}`
        : `${column} IN (${bind('Array(String)', values)})`;
    hits.push(nullable ? `ifNull(${hit}, 0)` : hit);
  }
  const hit = hits.length > 0 ? `(${hits.join(' OR ')})` : '0';
  return filter.op === 'neq' || filter.op === 'notIn' ? `NOT ${hit}` : hit;
}

/** Slices with the same days share one condition: usually there is only one. */
function slicesOf(binder: Binder, slices: Slice[]): string {
  if (slices.length === 0) return '0';
  const groups = Map.groupBy(slices, (slice) => JSON.stringify(slice.days));
  return `(${[...groups.values()].map((group) => sameDays(binder, group)).join('\n    OR ')})`;
}

function sameDays(binder: Binder, slices: Slice[]): string {
  const { bind } = binder;
  const text = (pick: (slice: Slice) => string) => bind('Array(String)', slices.map(pick));
  const who =
    slices.length === 1
      ? `source = ${bind('String', slices[0]?.source)} AND account = ${bind('String', slices[0]?.account)} AND shape = ${bind('String', slices[0]?.shape)}`
      : `(source, account, shape) IN (SELECT arrayJoin(arrayZip(${text((one) => one.source)}, ${text((one) => one.account)}, ${text((one) => one.shape)})))`;
  const days = slices[0]?.days ?? [];
  const daily = days.filter((run) => run.dayTo === null).sort((a, b) => a.from - b.from);
  const whole = days.filter((run) => run.dayTo !== null);
  const when: string[] = [];
  if (daily.length === 1) {
    when.push(
      `(day = day_to AND day >= ${bind('Int32', daily[0]?.from)} AND day <= ${bind('Int32', daily[0]?.to)})`,
    );
  } else if (daily.length > 1) {
    const starts = bind(
      'Array(Int32)',
      daily.map((run) => run.from),
    );
    const ends = bind(
      'Array(Int32)',
      daily.map((run) => run.to),
    );
    when.push(
      `(day = day_to AND day >= ${bind('Int32', daily[0]?.from)} AND day <= transform(roundDown(day, ${starts}), ${starts}, ${ends}, toInt32(-1000000)))`,
    );
  }
  for (const run of whole)
    when.push(
      `(day_to != day AND day >= ${bind('Int32', run.from)} AND day <= ${bind('Int32', run.to)} AND day_to = ${bind('Int32', run.dayTo)})`,
    );
  return `(${who} AND (${when.join(' OR ') || '0'}))`;
}
