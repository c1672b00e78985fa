import { formatValue } from '@openmops/domain/kpi';
import { LOCALE } from '../../state/locale.ts';

/**
 * A share of spend, with one digit; never 100% while something is open.
 * @example coverageText(0.91) // '91.0%'
 */
export function coverageText(coverage: number | null): string {
  if (coverage === null) return 'n/a';
  if (coverage === 1) return '100%';
  return `${(Math.floor(coverage * 1000) / 10).toFixed(1)}%`;
}

/** An amount as people write it. */
export const money = (value: number, currency: string): string =>
  formatValue(value, { kind: 'money' }, { locale: LOCALE, currency });
