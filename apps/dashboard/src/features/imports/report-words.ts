import { formatValue } from '@openmops/domain/kpi';
import type { Issue } from '@openmops/domain/shared';
import { LOCALE } from '../../state/locale.ts';
import { measureIsMoney } from './targets.ts';

/** A total of a report as a person reads it. */
export function amountText(
  measure: string,
  value: number,
  dataset: string,
  currency: string,
): string {
  const unit = { kind: measureIsMoney(measure, dataset) ? ('money' as const) : ('count' as const) };
  return formatValue(value, unit, { locale: LOCALE, currency });
}

export type IssueGroup = {
  key: string;
  severity: Issue['severity'];
  message: string;
  hint: string | null;
  places: string[];
};

const RANK = { error: 0, warning: 1, info: 2 };

/** Issues that say the same, once, with all their places; the grave ones first. */
export function groupedIssues(issues: Issue[]): IssueGroup[] {
  const groups = new Map<string, IssueGroup>();
  for (const issue of issues) {
    const key = `${issue.code}|${issue.message}`;
    const group = groups.get(key) ?? {
      key,
      severity: issue.severity,
      message: issue.message,
      hint: issue.hint,
      places: [],
    };
    groups.set(key, group);
    const place = [issue.line === null ? '' : `line ${issue.line}`, issue.field ?? ''].filter(
      Boolean,
    );
    if (place.length > 0) group.places.push(place.join(', '));
  }
  return [...groups.values()].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}
