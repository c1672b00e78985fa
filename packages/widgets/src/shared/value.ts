import type { Unit } from '@openmops/domain/kpi';

/** How values are written: the reader's locale and the currency of the answer. */
export type Style = {
  locale?: string | undefined;
  currency: string;
  currencyDisplay?: 'symbol' | 'narrowSymbol' | 'code' | 'name' | undefined;
};

/** A tick of an axis: short, and exact because ticks are round numbers. */
export function tickText(value: number, unit: Unit, { locale, currency, currencyDisplay }: Style) {
  const options: Intl.NumberFormatOptions = { notation: 'compact', maximumFractionDigits: 2 };
  if (unit.kind === 'money') {
    Object.assign(options, {
      style: 'currency',
      currency,
      currencyDisplay,
      minimumFractionDigits: 0,
    });
  }
  if (unit.kind === 'ratio' && unit.display === 'percent') options.style = 'percent';
  if (unit.kind === 'duration') return `${value} s`;
  return new Intl.NumberFormat(locale, options).format(value);
}

/** A change, with its sign: `+4.2%`, `−12%`. */
export const changeText = (relative: number, locale?: string) =>
  new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: Math.abs(relative) < 0.1 ? 1 : 0,
    signDisplay: 'exceptZero',
  }).format(relative);

/** A value with its unit. */
export function valueText(value: number, unit: Unit, { locale, currency, currencyDisplay }: Style) {
  const options: Intl.NumberFormatOptions = { maximumFractionDigits: 2 };
  if (unit.kind === 'money')
    Object.assign(options, { style: 'currency', currency, currencyDisplay });
  if (unit.kind === 'ratio' && unit.display === 'percent') options.style = 'percent';
  return new Intl.NumberFormat(locale, options).format(value);
}
