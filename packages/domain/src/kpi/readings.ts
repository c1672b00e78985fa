import type { DayRange } from '../calendar/calendar.ts';
import { groupBy } from '../shared/group-by.ts';
import type { Leaf, Move } from './compile.ts';
import { type Cut, rangeBefore, rangeToDate, trailingRange } from './move-range.ts';
import type { Bucket, Measure, MeasureQuery, Reading } from './schema.ts';

/** What must be summed for some leaves over some buckets, and how the sums become the leaves. */
export type Read = { query: MeasureQuery; reading: Reading };

/**
 * Leaves → queries: one for each dataset and scope. A moved scope is cut at every edge of its
 * ranges, so that each piece is summed once however many ranges it is in.
 */
export function readsOf(
  leaves: readonly Leaf[],
  of: { by: string[]; buckets: Bucket[]; previous: Bucket[] | null; cut: Cut; convert: boolean },
): { current: MeasureQuery[]; previous: MeasureQuery[]; readings: Reading[] } {
  const groups = groupBy(leaves, ({ measure, scope }) => JSON.stringify([measure.dataset, scope]));
  const reads = [...groups.values()].map((own) => {
    const [{ scope, measure }] = own as [Leaf];
    const [now, before] = [of.buckets, of.previous ?? []].map((buckets) =>
      piecesOf(buckets, scope.moves, of.cut),
    ) as [Pieces, Pieces];
    const measures = [...new Map(own.map((leaf) => [leaf.measure.id, leaf.measure])).values()];
    const query = (pieces: Pieces): MeasureQuery => ({
      dataset: measure.dataset,
      measures,
      by: scope.by,
      filters: scope.filters,
      buckets: pieces.buckets,
      resolution: measures.some((one) => needsDays(one, of.convert)) ? 'day' : 'bucket',
    });
    const reading: Reading = {
      keys: measures.map(({ id }) => own.find((leaf) => leaf.measure.id === id)?.key ?? id),
      dims: scope.by.map((dim) => of.by.indexOf(dim)),
      spans: now.spans,
      previousSpans: before.spans,
    };
    return { now: query(now), before: query(before), reading };
  });
  return {
    current: reads.map((one) => one.now),
    previous: of.previous ? reads.map((one) => one.before) : [],
    readings: reads.map((one) => one.reading),
  };
}

function needsDays(one: Measure, convert: boolean): boolean {
  return (one.unit.kind === 'money' && convert) || one.additive === 'notTime';
}

type Pieces = { buckets: Bucket[]; spans: Reading['spans'] };

function piecesOf(buckets: Bucket[], moves: readonly Move[], cut: Cut): Pieces {
  if (moves.length === 0) return { buckets, spans: buckets.map((_, i) => [i, i]) };
  const ranges = buckets.map((bucket) =>
    moves.reduce<DayRange>((range, move) => moveRange(range, move, cut), bucket),
  );
  const starts = new Set(ranges.map((one) => one.from));
  const ends = new Set(ranges.map((one) => one.to + 1));
  const edges = [...new Set([...starts, ...ends])].sort((a, b) => a - b);
  const pieces: Bucket[] = [];
  const at = new Map<number, number>();
  // Between two edges that no range holds nothing is asked.
  let open = 0;
  const opened = countBy(ranges.map((one) => one.from));
  const closed = countBy(ranges.map((one) => one.to + 1));
  for (const [i, from] of edges.entries()) {
    open += (opened.get(from) ?? 0) - (closed.get(from) ?? 0);
    at.set(from, pieces.length);
    if (open > 0) pieces.push({ label: '', from, to: (edges[i + 1] ?? from) - 1 });
  }
  const spans = ranges.map(({ from, to }): [number, number] => [
    at.get(from) ?? 0,
    (at.get(to + 1) ?? pieces.length) - 1,
  ]);
  return { buckets: pieces, spans };
}

function countBy(days: number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  return counts;
}

function moveRange(range: DayRange, move: Move, cut: Cut): DayRange {
  if (move.kind === 'shift') return rangeBefore(range, move.by, cut);
  const { unit } = move.span;
  if (move.kind === 'trailing') return trailingRange(range, move.span, cut.calendar);
  return rangeToDate(range, unit === 'period' ? 'day' : unit, cut.calendar);
}
