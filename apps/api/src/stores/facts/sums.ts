import type { MeasureQuery, MeasureRow } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';
import { type KnownFacts, NOTHING_KNOWN } from './known-facts.ts';
import { measureSql } from './measure-sql.ts';
import type { Slice } from './port.ts';
import { binder, checkGroups, dimSql, LIMIT_GROUPS } from './sql.ts';
import { isStored, type Tables } from './tables.ts';
import { bucketStart, columnsIn, whereOf } from './where.ts';

/** Sums and counts per bucket, currency and group: the only arithmetic that SQL does. */
export async function sums(
  { engine, tables }: { engine: Engine; tables: Tables },
  question: {
    workspaceId: string;
    query: MeasureQuery;
    slices: Slice[] | null;
    known?: KnownFacts;
  },
): Promise<MeasureRow[]> {
  const { workspaceId, query, slices, known = NOTHING_KNOWN } = question;
  if (query.buckets.length === 0 || slices?.length === 0 || !isStored(query.dataset)) return [];
  const values = binder();
  const where = whereOf(values, { workspaceId, query, slices, spans: known.spans });
  const byDay = query.resolution === 'day';
  const keys = [
    bucketStart(values, query),
    ...(byDay ? ['day'] : []),
    'currency',
    ...query.by.map(dimSql),
  ];
  const measures = query.measures.map((one) => measureSql(one, known));
  const groups = keys.map((_, at) => at + 1).join(', ');
  const found = await engine.ask<(string | number | null)[]>(
    `SELECT ${[
      ...keys,
      ...measures.map((one) => one.value),
      ...measures.map((one) => one.rows),
    ].join(', ')}
FROM ${tables.reading(query.dataset, columnsIn(query))}
WHERE ${where}
GROUP BY ${groups}
${LIMIT_GROUPS}`,
    values.params,
  );
  checkGroups(found);
  const bucketOf = new Map(query.buckets.map((bucket, at) => [bucket.from, at]));
  const first = byDay ? 3 : 2;
  const sumsAt = first + query.by.length;
  const countsAt = sumsAt + measures.length;
  return found.map((row) => ({
    bucket: bucketOf.get(Number(row[0])) ?? -1,
    day: byDay ? Number(row[1]) : null,
    currency: String(row[first - 1]),
    group: row.slice(first, sumsAt) as (string | null)[],
    values: row.slice(sumsAt, countsAt).map((sum) => (sum === null ? null : BigInt(sum))),
    counts: row.slice(countsAt).map(Number),
  }));
}
