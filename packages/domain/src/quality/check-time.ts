import { type Day, formatDay, groupBy } from '../shared/index.ts';
import { MAD_TO_SIGMA, median, medianAbsoluteDeviation } from '../statistics/index.ts';
import { DAY_MS, readDay, readTime } from './read-time.ts';
import { type Checked, type QualityFinding, type QualityRule, type Row, warn } from './rule.ts';

type Rule<K extends QualityRule['kind']> = Extract<QualityRule, { kind: K }>;

/** Whether the newest value is young enough at `asOf`; one from the future is a fault as well. */
export function checkFreshness(
  { field, maxAgeHours }: Rule<'freshness'>,
  rows: readonly Row[],
  asOf: number,
): Checked {
  let newest = Number.NEGATIVE_INFINITY;
  let at = -1;
  for (const [i, row] of rows.entries()) {
    const time = readTime(row[field]);
    if (time === null || time <= newest) continue;
    newest = time;
    at = i;
  }
  if (at < 0) return { checked: 0, failed: 0, findings: [] };
  const ageHours = (asOf - newest) / 3_600_000;
  const shown = new Date(newest).toISOString();
  const findings: QualityFinding[] = [];
  if (ageHours > maxAgeHours) {
    const age = ageHours.toFixed(1);
    const message = `The newest ${field} is ${shown}: ${age} hours old, ${maxAgeHours} are allowed.`;
    findings.push({ rows: [at], message });
  } else if (ageHours < -24) {
    findings.push({ rows: [at], message: `The newest ${field}, ${shown}, lies in the future.` });
  }
  return { checked: 1, failed: findings.length, findings };
}

/** Days before a day that it is compared with, and how many of them there must be. */
const WEEKS = 8;
const LEAST = 4;
/** Iglewicz & Hoaglin (1993): an outlier by the modified z-score. */
const OUTLIER = 3.5;

export type UnusualDay = { day: Day; count: number; low: number; high: number };

/**
 * Days with far more or fewer rows than the same weekday of the eight weeks before (modified z-score by
 * median and MAD, at least the noise of counting). Days that are not in `counts` have none.
 * Source: Iglewicz & Hoaglin (1993).
 * @param counts day → rows
 * @param span the first day of the history; the days to look at, both included
 * @returns how many days had four weeks before them, and the unusual ones
 * @example
 * unusualDays(new Map([0, 7, 14, 21, 28].map((day) => [day, 100])), { first: 0, from: 35, to: 35 }).unusual
 * // [{ day: 35, count: 0, low: 65, high: 135 }]
 */
export function unusualDays(
  counts: ReadonlyMap<Day, number>,
  { first, from, to }: { first: Day; from: Day; to: Day },
): { checked: number; unusual: UnusualDay[] } {
  const unusual: UnusualDay[] = [];
  let checked = 0;
  for (let day = Math.max(first + 7 * LEAST, from); day <= to; day++) {
    const before: number[] = [];
    for (let week = 1; week <= WEEKS && day - 7 * week >= first; week++) {
      before.push(counts.get(day - 7 * week) ?? 0);
    }
    checked++;
    const middle = median(before);
    const spread = Math.max(medianAbsoluteDeviation(before) * MAD_TO_SIGMA, Math.sqrt(middle), 1);
    const count = counts.get(day) ?? 0;
    if (Math.abs(count - middle) <= OUTLIER * spread) continue;
    const low = Math.max(0, Math.ceil(middle - OUTLIER * spread));
    const high = Math.floor(middle + OUTLIER * spread);
    unusual.push({ day, count, low, high });
  }
  return { checked, unusual };
}

/**
 * Rows per day against what is usual (`unusualDays`). Days without rows count as 0, also those up to the
 * day before `asOf`; the day of `asOf` is not over and left out.
 */
export function checkVolume(
  { field }: Rule<'volume'>,
  rows: readonly Row[],
  asOf: number | null,
): Checked {
  const days = rows.map((row) => readDay(row[field]));
  const rowsOf = groupBy(
    [...rows.keys()].filter((i) => days[i] !== null),
    (i) => days[i] as number,
  );
  if (rowsOf.size === 0) return { checked: 0, failed: 0, findings: [] };
  const known = [...rowsOf.keys()];
  const first = known.reduce((a, b) => Math.min(a, b));
  const newest = known.reduce((a, b) => Math.max(a, b));
  const last = asOf === null ? newest : Math.floor(asOf / DAY_MS) - 1;
  const counts = new Map([...rowsOf].map(([day, own]) => [day, own.length]));
  const { checked, unusual } = unusualDays(counts, { first, from: last - 3650, to: last });
  const findings: QualityFinding[] = unusual.map(({ day, count, low, high }) => ({
    rows: rowsOf.get(day) ?? [],
    message: `${formatDay(day)} has ${count} rows; ${low} to ${high} are usual on this weekday.`,
  }));
  const warnings =
    checked > 0
      ? []
      : [
          warn(
            'short_history',
            'Less than four weeks of days came before.',
            'Give more history.',
            field,
          ),
        ];
  return { checked, failed: findings.length, findings, warnings };
}
