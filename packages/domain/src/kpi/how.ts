import type { Calendar } from '../calendar/calendar.ts';
import { CARRY_DAYS } from '../money/rates.ts';
import { type Day, formatDay } from '../shared/day.ts';
import type { DatasetId, KpiHow, KpiPlan } from './schema.ts';

/**
 * How the values of an answer were made, for everything that is the same in all of its rows: the
 * formulas down to base measures, filters, calendar, conversion, and up to when there is data.
 * `lastDay` gives the last day with rows of a dataset.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const query = KpiQuery.parse({ kpis: ['ctr'], from: '2026-01-01', to: '2026-01-31' });
 * const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN });
 * const rest = { currency: 'EUR', converted: false, lastDay: () => null };
 * howOf({ plan, calendar: GREGORIAN, ...rest }).kpis.ctr?.formula // 'Clicks ÷ Impressions'
 */
export function howOf(input: {
  plan: KpiPlan;
  calendar: Calendar;
  currency: string;
  converted: boolean;
  lastDay: (dataset: DatasetId) => Day | null;
}): KpiHow {
  const { plan, calendar, currency, converted, lastDay } = input;
  const { asked } = plan;
  const { timeZone, firstMonth, weekStart } = calendar;
  return {
    kpis: Object.fromEntries(
      asked.map(({ kpi, name, reads, formula, definition }) => [
        name,
        {
          formula,
          measures: reads,
          definition,
          version: kpi.version,
        },
      ]),
    ),
    measures: Object.fromEntries(
      Object.entries(plan.reads).map(([key, { name, measure }]) => [
        key,
        { name, unit: measure.unit, dataset: measure.dataset },
      ]),
    ),
    filters: plan.query.filters,
    calendar: { timeZone, firstMonth, weekStart },
    fx: converted
      ? { to: currency, rule: `rate of the day, carried forward at most ${CARRY_DAYS} days` }
      : 'none',
    watermark: Object.fromEntries(
      plan.current.map(({ dataset }) => {
        const day = lastDay(dataset);
        return [dataset, day === null ? null : formatDay(day)];
      }),
    ),
  };
}
