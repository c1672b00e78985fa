import { type Day, groupBy, type Issue } from '../shared/index.ts';
import { mustBe } from '../statistics/index.ts';
import { type JudgeOptions, judgeDays } from './judge-days.ts';
import type { JudgedDay, KpiSeries } from './kpi-series.ts';
import { rootCauses } from './root-causes.ts';

export type DailyAlert = JudgedDay & {
  id: string;
  /** Money gained or lost against what was expected, in the unit of `moneyPerUnit`. */
  money: number;
  /** Other series that moved on this day because this one did. */
  explains: string[];
};

export type AlertDay = { day: Day; money: number; alerts: DailyAlert[] };

export type DailyAlerts = {
  /** Newest day first; inside a day the most money first. */
  days: AlertDay[];
  method: string;
  version: string;
  warnings: Issue[];
};

/**
 * Alerts over many series: judged day by day (see `judgeDays`), grouped by day, ranked by money, one alert
 * for one cause. `last` is how many days before the watermark are looked at (default all).
 * Throws INVALID for no series, two of one id, and what `judgeDays` refuses.
 * @example
 * const noise = (t) => (t * 7919) % 11;
 * const spend = [...Array(60).keys()].map((t) => 1000 + noise(t) - (t === 59 ? 900 : 0));
 * const clicks = spend.map((value) => Math.round(value / 2));
 * const { days } = dailyAlerts([
 *   { id: 'spend', kind: 'amount', from: 0, values: spend, moneyPerUnit: 1 },
 *   { id: 'clicks', kind: 'count', from: 0, values: clicks, drivers: ['spend'] },
 * ]);
 * days.map(({ day, alerts }) => [day, alerts.map(({ id, explains }) => [id, explains])]) // [[59, [['spend', ['clicks']]]]]
 */
export function dailyAlerts(
  series: KpiSeries[],
  options: JudgeOptions & { last?: number } = {},
): DailyAlerts {
  mustBe(series.length > 0, 'There is no series.', 'Give at least one KPI by day.');
  const names = series.map(({ id }) => id);
  mustBe(
    new Set(names).size === names.length,
    'Two series have one id.',
    'Give each series an id of its own.',
  );
  const found: DailyAlert[] = [];
  const warnings: Issue[] = [];
  for (const one of series) {
    const judged = judgeDays(one, options);
    const first = options.last === undefined ? 0 : judged.length - options.last;
    if (judged.every((day) => day === null)) warnings.push(tooShort(one.id));
    for (const [t, day] of judged.entries()) {
      if (!day?.anomalous || t < first) continue;
      found.push({ ...day, id: one.id, money: day.gain * (one.moneyPerUnit ?? 0), explains: [] });
    }
  }
  const days = [...groupBy(found, ({ day }) => day)].map(([day, alerts]) => {
    const roots = rootCauses(alerts, series).sort(
      (a, b) => Math.abs(b.money) - Math.abs(a.money) || b.score - a.score,
    );
    return { day, money: roots.reduce((sum, { money }) => sum + money, 0), alerts: roots };
  });
  days.sort((a, b) => b.day - a.day);
  return { days, method: 'comb with modified z', version: '1', warnings };
}

function tooShort(id: string): Issue {
  return {
    code: 'too_short_to_judge',
    severity: 'warning',
    message: `${id} has too few days to judge any.`,
    hint: 'Five weeks of days are the least; holidays and gaps do not count.',
    line: null,
    field: null,
  };
}
