import { formatValue, type Unit } from '@openmops/domain/kpi';

/** How values are written: the reader's locale and the currency of the answer. */
export type Style = {
  locale?: string | undefined;
  currency: string;
  currencyDisplay?: 'symbol' | 'narrowSymbol' | 'code' | 'name' | undefined;
};

const DISPLAYS = ['symbol', 'narrowSymbol', 'code', 'name'] as const;

/** A currency display that an attribute names, or undefined when there is no such. */
export const displayOf = (value: unknown) => DISPLAYS.find((each) => each === value);

/** A locale that an attribute names, or undefined when it is none. */
export function localeOf(value: unknown): string | undefined {
  try {
    return Intl.getCanonicalLocales(value as string)[0];
  } catch {
    return undefined;
  }
}

/** Writes values of one unit. */
export const writer =
  (unit: Unit | undefined, style: Style) => (value: number | null | undefined) =>
    unit ? valueText(value ?? null, unit, style) : '';

/** A value with its unit, rounded as on every other screen. */
export const valueText = (value: number | null, unit: Unit, style: Style) =>
  formatValue(value, unit, {
    // Not `navigator.language`: that can be no language tag, such as en-US@posix.
    locale: style.locale ?? new Intl.NumberFormat().resolvedOptions().locale,
    currency: style.currency || null,
    currencyDisplay: style.currencyDisplay,
  });

/** A tick of an axis: short, and exact because ticks are round numbers. */
export function tickText(value: number, unit: Unit, { locale, currency, currencyDisplay }: Style) {
  if (unit.kind === 'duration') return valueText(value, unit, { locale, currency });
  const options: Intl.NumberFormatOptions = { notation: 'compact', maximumSignificantDigits: 3 };
  if (unit.kind === 'money' && currency) {
    Object.assign(options, { style: 'currency', currency, currencyDisplay });
  }
  if (unit.kind === 'ratio' && unit.display === 'percent') options.style = 'percent';
  return new Intl.NumberFormat(locale, options).format(value);
}
