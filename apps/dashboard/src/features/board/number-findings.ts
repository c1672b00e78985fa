import { dayInZone } from '@openmops/domain/calendar';
import { formatValue, type KpiAnswer } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import type { LinksAudit } from '../../api-links.ts';
import { LOCALE } from '../../state/locale.ts';

type Days = { from: string; to: string };
export type NumberFinding = { title: string; text: string; path: string };

/** A fall of less is told on the tile alone. */
const LEAST_FALL = 0.1;

/** The last seven whole days, and the last 28. */
export function recentDays(timeZone: string, now: number): { week: Days; month: Days } {
  const today = dayInZone(now, timeZone);
  const to = formatDay(today - 1);
  return { week: { from: formatDay(today - 7), to }, month: { from: formatDay(today - 28), to } };
}

/** KPIs that fell against the week before, each with the way to its reasons. */
export function numberFindings(answer: KpiAnswer, { from, to }: Days): NumberFinding[] {
  const [row] = answer.rows;
  return Object.entries(answer.kpis).flatMap(([id, kpi]) => {
    const [now, before] = [row?.values[id], row?.previous?.[id]];
    if (typeof now !== 'number' || typeof before !== 'number' || before <= 0) return [];
    const fall = (before - now) / before;
    if (fall < LEAST_FALL) return [];
    const shown = (value: number) =>
      formatValue(value, kpi.unit, { locale: LOCALE, currency: answer.currency });
    return [
      {
        title: `${kpi.name} −${Math.round(fall * 100)}% vs the week before`,
        text: `${shown(before)} → ${shown(now)}. Why?`,
        path: `/kpis/${id}/why?from=${from}&to=${to}&by=channel`,
      },
    ];
  });
}

/** Spend that no campaign or link tracks. */
export function linksFinding(audit: LinksAudit, { from, to }: Days): NumberFinding[] {
  const open = [...audit.withoutCampaign, ...audit.withoutLink];
  const sum = open.reduce((total, { spend }) => total + spend, 0);
  if (sum <= 0) return [];
  const shown = formatValue(sum, { kind: 'money' }, { locale: LOCALE, currency: audit.currency });
  return [
    {
      title: `${shown} spent without a link`,
      text: `${open.length} ${open.length === 1 ? 'place' : 'places'} in 28 days`,
      path: `/links?from=${from}&to=${to}`,
    },
  ];
}
