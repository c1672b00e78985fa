import { formatDay, groupBy } from '../shared/index.ts';
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

/**
 * Rows per day against the same weekday of the eight weeks before (modified z-score by median and MAD, at
 * least the noise of counting). Days without rows count as 0, also those up to the day before `asOf`;
 * the day of `asOf` is not over and left out.
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
  const findings: QualityFinding[] = [];
  let checked = 0;
  for (let day = Math.max(first + 7 * LEAST, last - 3650); day <= last; day++) {
    const before: number[] = [];
    for (let week = 1; week <= WEEKS && day - 7 * week >= first; week++) {
      before.push(rowsOf.get(day - 7 * week)?.length ?? 0);
    }
    checked++;
    const middle = median(before);
    const spread = Math.max(medianAbsoluteDeviation(before) * MAD_TO_SIGMA, Math.sqrt(middle), 1);
    const here = rowsOf.get(day) ?? [];
    if (Math.abs(here.length - middle) <= OUTLIER * spread) continue;
    const low = Math.max(0, Math.ceil(middle - OUTLIER * spread));
    const high = Math.floor(middle + OUTLIER * spread);
    const message = `${formatDay(day)} has ${here.length} rows; ${low} to ${high} are usual on this weekday.`;
    findings.push({ rows: here, message });
  }
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
