import { dayInZone, weekdayOf } from '../calendar/index.ts';
import { type Day, groupBy } from '../shared/index.ts';
import { median, mustBe } from '../statistics/index.ts';
import type { HealthFinding } from './finding.ts';

/** The streams that a KPI is made of. */
export type KpiLineage = { kpi: string; name: string; streams: readonly string[] };

/** What was spent on a day, by the stream that said so; micros of a currency. */
export type SpendDay = { stream: string; day: Day; spendMicros: number; currency: string };

export type ImpactQuestion = {
  findings: readonly Pick<HealthFinding, 'state' | 'since' | 'streams'>[];
  lineage: readonly KpiLineage[];
  spend: readonly SpendDay[];
  now: number;
  timeZone: string;
};

export type Impact = {
  /** KPIs whose newest values cannot be relied on, with the first day that they miss. */
  kpis: { kpi: string; name: string; streams: string[]; sinceDay: Day | null }[];
  /** Money whose effect, or amount, is not known; by currency, never added over them. */
  money: {
    currency: string;
    /** Booked on days since then, by streams that work, in KPIs that do not. */
    bookedMicros: number;
    /** Not booked yet: the usual amount of those weekdays, on days that are missing. */
    estimatedMicros: number;
    days: number;
  }[];
  method: 'spend since, usual spend of missing days';
  version: 1;
};

const WEEKS = 8;

/**
 * What findings mean: the KPIs made of streams that are not ok, and the money behind them since then. Where the
 * stream that names the spend is itself missing, its usual spend (median of the same weekday in the eight weeks before)
 * stands for the days up to yesterday, as an estimate. Findings without a state change nothing. Refuses spend that is no
 * whole number.
 * @example
 * const spend = [...Array(28).keys()].map((day) => ({ stream: 'ads', day, spendMicros: 5_000_000, currency: 'EUR' }));
 * const findings = [{ state: 'silent', since: 28 * 86_400_000, streams: ['ads'] }];
 * const lineage = [{ kpi: 'roas', name: 'ROAS', streams: ['ads', 'orders'] }];
 * impactOf({ findings, lineage, spend, now: 32 * 86_400_000, timeZone: 'UTC' }).money
 * // [{ currency: 'EUR', bookedMicros: 0, estimatedMicros: 20_000_000, days: 4 }]
 */
export function impactOf(question: ImpactQuestion): Impact {
  const { findings, lineage, spend, now, timeZone } = question;
  const today = dayInZone(now, timeZone);
  const since = new Map<string, Day | null>();
  for (const finding of findings) {
    if (finding.state === null) continue;
    const day = finding.since === null ? null : dayInZone(finding.since, timeZone);
    for (const stream of finding.streams) {
      since.set(stream, since.has(stream) ? earlier(since.get(stream) ?? null, day) : day);
    }
  }
  const kpis = lineage.flatMap(({ kpi, name, streams }) => {
    const hit = streams.filter((stream) => since.has(stream));
    if (hit.length === 0) return [];
    const sinceDay = hit.map((stream) => since.get(stream) ?? null).reduce(earlier);
    return [{ kpi, name, streams: hit, sinceDay }];
  });
  const touched = startOfEach({ lineage, since });
  for (const [stream, day] of since) {
    touched.set(stream, earlier(touched.get(stream) ?? null, day));
  }
  const money = moneyOf({ spend, touched, missing: since, today });
  return { kpis, money, method: 'spend since, usual spend of missing days', version: 1 };
}

/** Streams of KPIs that do not work → from which day on their money has no known effect. */
function startOfEach(of: { lineage: readonly KpiLineage[]; since: Map<string, Day | null> }) {
  const touched = new Map<string, Day | null>();
  for (const { streams } of of.lineage) {
    const days = streams.filter((one) => of.since.has(one)).map((one) => of.since.get(one) ?? null);
    if (days.length === 0) continue;
    const start = days.reduce(earlier);
    for (const stream of streams) {
      touched.set(
        stream,
        touched.has(stream) ? earlier(touched.get(stream) ?? null, start) : start,
      );
    }
  }
  return touched;
}

function moneyOf(of: {
  spend: readonly SpendDay[];
  touched: Map<string, Day | null>;
  missing: Map<string, Day | null>;
  today: Day;
}): Impact['money'] {
  const { touched, missing, today } = of;
  for (const { spendMicros } of of.spend) {
    mustBe(Number.isSafeInteger(spendMicros), `${spendMicros} is no amount.`, 'Whole micros.');
  }
  const rows = [...groupBy(of.spend, ({ currency }) => currency)].map(([currency, list]) => {
    const days = new Set<Day>();
    let bookedMicros = 0;
    let estimatedMicros = 0;
    for (const [stream, spends] of groupBy(list, (one) => one.stream)) {
      const start = touched.get(stream) ?? null;
      if (start === null) continue;
      for (const { day, spendMicros } of spends) {
        if (day < start || day > today) continue;
        bookedMicros += spendMicros;
        days.add(day);
      }
      if (!missing.has(stream)) continue;
      const known = groupBy(spends, ({ day }) => day);
      for (let day = start; day < today; day++) {
        if (known.has(day)) continue;
        estimatedMicros += usualOn(day, spends);
        days.add(day);
      }
    }
    return { currency, bookedMicros, estimatedMicros, days: days.size };
  });
  return rows.filter(({ days }) => days > 0).sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** Median of the same weekday in the eight weeks before the first missing day; 0 where there is none. */
function usualOn(day: Day, spends: readonly SpendDay[]): number {
  const last = spends.reduce((a, one) => (one.day < day ? Math.max(a, one.day) : a), -Infinity);
  const sums = new Map<Day, number>();
  for (const one of spends) {
    const near = one.day < day && one.day > last - 7 * WEEKS;
    if (!near || weekdayOf(one.day) !== weekdayOf(day)) continue;
    sums.set(one.day, (sums.get(one.day) ?? 0) + one.spendMicros);
  }
  return sums.size > 0 ? Math.round(median([...sums.values()])) : 0;
}

/** Null is “from an unknown day on”, which a known one makes better. */
const earlier = (a: Day | null, b: Day | null) =>
  a === null ? b : b === null ? a : Math.min(a, b);
