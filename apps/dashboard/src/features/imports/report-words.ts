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

/** What to do on this screen, where the general hint speaks of files of mappings. */
const HINTS: Record<string, string> = {
  no_day: 'Enter its days under “How to read it”, or export it again with one row per day.',
  no_measures: 'Say below what its columns are.',
  currency_assumed: 'If that is wrong, choose another under “How to read it”.',
  currency_missing: 'Choose it under “How to read it”.',
  ambiguous_date: 'Choose how the file writes dates under “How to read it”.',
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
      hint: HINTS[issue.code] ?? issue.hint,
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
