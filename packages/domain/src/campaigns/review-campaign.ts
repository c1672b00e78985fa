import type { Day, Issue } from '../shared/index.ts';

/** A target and what came of it, in the unit of the KPI. `null`: there is no number. */
export type CampaignResult = {
  kpi: string;
  target: number;
  result: number | null;
  /** result − target, and its share of the target. */
  gap: number | null;
  attainment: number | null;
  reached: boolean | null;
};

export type CampaignResults = {
  results: CampaignResult[];
  /** Targets that were reached, of those that have a number. */
  reached: number;
  known: number;
  method: 'campaign-results';
  version: 1;
  warnings: Issue[];
};

/**
 * Result against target, target by target. Where less is better (`direction` `down`), at or below the target is reached.
 * @param targets of the brief
 * @param values the KPIs over the campaign's days; null or left out: no number
 * @example
 * campaignResults([{ kpi: 'acq.leads', value: 200, direction: 'up' }], { 'acq.leads': 150 }).results[0]
 * // { kpi: 'acq.leads', target: 200, result: 150, gap: -50, attainment: 0.75, reached: false }
 */
export function campaignResults(
  targets: readonly { kpi: string; value: number; direction?: 'up' | 'down' | 'neutral' }[],
  values: Readonly<Record<string, number | null>>,
): CampaignResults {
  const warnings: Issue[] = [];
  const results = targets.map(({ kpi, value: target, direction = 'up' }): CampaignResult => {
    const found = Object.hasOwn(values, kpi) ? values[kpi] : null;
    const result = typeof found === 'number' && Number.isFinite(found) ? found : null;
    if (result === null || !Number.isFinite(target)) {
      warnings.push({
        code: 'no_result',
        severity: 'warning',
        message: `${kpi} has no number over the days of the campaign.`,
        hint: 'Look whether its source delivers the dimension campaign.',
        line: null,
        field: kpi,
      });
      return { kpi, target, result: null, gap: null, attainment: null, reached: null };
    }
    const reached = direction === 'down' ? result <= target : result >= target;
    const attainment = target > 0 ? result / target : null;
    return { kpi, target, result, gap: result - target, attainment, reached };
  });
  const known = results.filter(({ reached }) => reached !== null).length;
  const reached = results.filter((one) => one.reached).length;
  return { results, reached, known, method: 'campaign-results', version: 1, warnings };
}

/**
 * Campaigns that ended at least so many days ago and were not reviewed, the longest over first.
 * @example
 * reviewsDue([{ id: 'a', state: 'ended', dayTo: 10 }, { id: 'b', state: 'reviewed', dayTo: 3 }], { today: 30, withinDays: 14 })
 * // [{ id: 'a', daysOver: 6 }]
 */
export function reviewsDue(
  campaigns: readonly { id: string; state: string; dayTo: Day | null }[],
  { today, withinDays }: { today: Day; withinDays: number },
): { id: string; daysOver: number }[] {
  return campaigns
    .flatMap(({ id, state, dayTo }) =>
      state === 'ended' && dayTo !== null && today - dayTo > withinDays
        ? [{ id, daysOver: today - dayTo - withinDays }]
        : [],
    )
    .sort((a, b) => b.daysOver - a.daysOver || (a.id < b.id ? -1 : 1));
}
