import { detectStream, judgeDays } from '@openmops/domain/anomaly';
import { regularSeries, type TimedValue } from '@openmops/domain/forecast';
import { type HostCommand, table } from '../../cli/command.ts';
import { readTimedValues } from '../../cli/read-timed-values.ts';

type Alert = { timestamp: string; value: number; expected: [number, number]; score: number };
type Found = { alerts: Alert[]; scores: number[]; by: string };

const anomalies: HostCommand = {
  name: 'anomalies',
  usage: 'FILE.csv',
  summary:
    'Values of a series (columns timestamp, value) that its past and its noise do not explain.',
  positionals: { min: 1, max: 1 },
  async host({ positionals }) {
    const rows = await readTimedValues(positionals[0] ?? '', 'timestamp');
    const { alerts, scores, by } = isStream(rows) ? ofStream(rows) : ofBuckets(rows);
    return {
      json: { alerts, scores },
      text: () => textOf({ alerts, scores, by }),
    };
  },
};

const CLOCK = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}.*)$/;

/** Rows without a date from which numbers are taken for a stream. */
const LONG = 1000;

/** Times of day that differ make a stream; one value a day, week or month is a KPI with a season. */
function isStream(rows: TimedValue[]): boolean {
  if (rows.length > LONG && rows.every(({ t }) => /^\d+$/.test(t) && t.length !== 8)) return true;
  const clocks = new Set(rows.map(({ t }) => CLOCK.exec(t)?.[2] ?? ''));
  return clocks.size > 1;
}

function ofStream(rows: TimedValue[]): Found {
  const order = rows.map((_, i) => i).sort((a, b) => compare(rows[a], rows[b]) || a - b);
  const judged = detectStream(order.map((i) => rows[i]?.value ?? null));
  const scores = new Array<number>(rows.length).fill(0);
  const alerts: Alert[] = [];
  judged.forEach(({ score, alert, expected }, place) => {
    const row = rows[order[place] as number] as TimedValue;
    scores[order[place] as number] = score;
    if (!alert || !expected || row.value === null) return;
    alerts.push({ timestamp: row.t, value: row.value, expected, score });
  });
  return { alerts, scores, by: 'the short mean against the long window' };
}

function compare(a?: TimedValue, b?: TimedValue): number {
  const [one, other] = [a?.t ?? '', b?.t ?? ''];
  if (/^\d+$/.test(one) && /^\d+$/.test(other)) return Number(one) - Number(other);
  return one < other ? -1 : one > other ? 1 : 0;
}

function ofBuckets(rows: TimedValue[]): Found {
  const series = regularSeries(rows.map(({ t, value }) => ({ t: dayOnly(t), value })));
  const known = new Map(rows.map(({ t, value }) => [dayOnly(t), value]));
  const values = series.labels.map((label) => known.get(label) ?? null);
  const counts = values.every((value) => value === null || (Number.isInteger(value) && value >= 0));
  const kind = counts ? 'count' : 'amount';
  const judged = judgeDays({ id: 'value', kind, from: 0, values }, { season: series.season });
  const byLabel = new Map(series.labels.map((label, i) => [label, judged[i] ?? null]));
  const alerts: Alert[] = [];
  const scores = rows.map(({ t, value }) => {
    const day = byLabel.get(dayOnly(t)) ?? null;
    if (day?.anomalous && value !== null) {
      alerts.push({ timestamp: t, value, expected: day.expected, score: day.score });
    }
    return day?.score ?? 0;
  });
  const early = judged.every((day) => day === null) ? '; too few rows to judge any' : '';
  const by = `a season of ${series.season}, one row is one ${series.step}${early}`;
  return { alerts, scores, by };
}

const dayOnly = (t: string) => CLOCK.exec(t)?.[1] ?? t;

function textOf({ alerts, scores, by }: Found): string {
  const shown = (value: number) => Number(value.toPrecision(6));
  const found = `${alerts.length} of ${scores.length} rows stand out (by ${by}).`;
  if (alerts.length === 0) return found;
  const rows = alerts.map(({ timestamp, value, expected, score }) => [
    timestamp,
    shown(value),
    `${shown(expected[0])} to ${shown(expected[1])}`,
    Number(score.toFixed(3)),
  ]);
  return `${found}\n\n${table(['timestamp', 'value', 'expected', 'score'], rows)}`;
}

export const anomalyCommands = [anomalies];
