import type { DecisionWaits, Outcome } from '@openmops/domain/decisions';
import { type Filter, formatValue } from '@openmops/domain/kpi';
import type { DecisionListed, EffectKpi, EvidenceInfo } from '../../api-strategy.ts';
import { dimensionName } from '../../state/dimension-names.ts';
import { LOCALE } from '../../state/locale.ts';
import { dayText } from '../../state/ranges.ts';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

export const WAITS: Record<DecisionWaits, { label: string; tone: Tone }> = {
  overdue: { label: 'Overdue', tone: 'bad' },
  to_review: { label: 'What came of it?', tone: 'warn' },
  to_decide: { label: 'Open', tone: 'accent' },
  under_way: { label: 'Decided', tone: 'plain' },
  over: { label: 'Reviewed', tone: 'plain' },
};
export const VERDICTS: Record<Outcome, { label: string; tone: Tone }> = {
  better: { label: 'Better than expected', tone: 'good' },
  as_expected: { label: 'As expected', tone: 'good' },
  worse: { label: 'Worse than expected', tone: 'bad' },
  cannot_tell: { label: 'Cannot be told', tone: 'plain' },
};

type Valued = Pick<EvidenceInfo | EffectKpi, 'unit' | 'currency'>;

/** A value of a KPI as people read it. */
export function valueText(value: number | null, { unit, currency }: Valued): string {
  if (value === null) return 'n/a';
  // A KPI that is gone has no unit any more.
  if (unit === null) return value.toLocaleString(LOCALE);
  return formatValue(value, unit, { locale: LOCALE, currency });
}

export const moneyText = (value: number | null, currency: string): string =>
  value === null
    ? 'Cost not known'
    : formatValue(value, { kind: 'money' }, { locale: LOCALE, currency });

/** +25%, −3%. */
export const changeText = (share: number): string =>
  `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(share).toLocaleString(LOCALE, {
    style: 'percent',
    maximumFractionDigits: 1,
  })}`;

const OPS: Record<Filter['op'], string> = {
  eq: 'is',
  in: 'is',
  neq: 'is not',
  notIn: 'is not',
  contains: 'contains',
};
export const filterText = (filters: readonly Filter[]): string =>
  filters
    .map(
      ({ dim, op, values }) =>
        `${dimensionName(dim)} ${OPS[op]} ${values.map((one) => one ?? 'not set').join(' or ')}`,
    )
    .join(', ');

/** What a decision says of its days and owner. */
export function aboutText(one: DecisionListed): string {
  const parts = [
    one.choice ? `“${one.choice}”` : null,
    one.decidedOn ? `decided on ${dayText(one.decidedOn)}` : null,
    one.state === 'open' && one.decideBy ? `to be decided by ${dayText(one.decideBy)}` : null,
    one.state === 'decided' && one.reviewOn ? `to be reviewed on ${dayText(one.reviewOn)}` : null,
    one.ownerName ?? 'nobody owns it',
  ];
  const text = parts.filter((part) => part !== null).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
