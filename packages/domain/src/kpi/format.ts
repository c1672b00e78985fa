import type { Unit } from './schema.ts';

export type FormatOptions = {
  locale: string;
  /** ISO 4217; money without one is shown as a plain number. */
  currency: string | null;
  /** `1.2M` instead of `1,234,567`. */
  compact?: boolean;
  /** `€`, `EUR`, … ; the symbol by default. */
  currencyDisplay?: 'symbol' | 'narrowSymbol' | 'code' | 'name' | undefined;
};

/**
 * A value (in units) as text; the one rounding for every screen. Money has the decimals of its
 * currency, more below 1 so that a cost per click of 0.034 does not become 0.03; null is “n/a”.
 * @example formatValue(0.0234, { kind: 'ratio', display: 'percent' }, { locale: 'en', currency: null }) // '2.34%'
 */
export function formatValue(value: number | null, unit: Unit, options: FormatOptions): string {
  if (value === null || !Number.isFinite(value)) return 'n/a';
  if (unit.kind === 'duration' && !unit.in) return durationText(value, options);
  if (unit.kind === 'mass' && !unit.per) return massText(value, options);
  const text = formatterOf(styleOf(value, unit, options), options.locale).format(value);
  return text + suffixOf(unit, options);
}

function suffixOf(unit: Unit, { currency }: FormatOptions): string {
  if (unit.kind === 'ratio') return unit.display === 'times' ? '×' : '';
  if (unit.kind === 'money') return unit.per ? '/d' : '';
  if (unit.kind === 'duration') return unit.in === 'day' ? 'd' : 'h';
  return unit.kind === 'mass' ? ` g/${currency ?? '1'}` : '';
}

function styleOf(value: number, unit: Unit, options: FormatOptions): Intl.NumberFormatOptions {
  // Never “-0”: what rounds to nothing has no sign.
  const base: Intl.NumberFormatOptions = { signDisplay: 'negative' };
  const compact: Intl.NumberFormatOptions =
    options.compact && Math.abs(value) >= 10_000
      ? { ...base, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }
      : base;
  switch (unit.kind) {
    case 'money': {
      const money: Intl.NumberFormatOptions = options.currency
        ? { ...compact, ...currencyStyle(options.currency, options.currencyDisplay) }
        : { minimumFractionDigits: 2, maximumFractionDigits: 2, ...compact };
      const small = value !== 0 && Math.abs(value) < 0.1 && compact === base;
      return small ? { ...money, maximumFractionDigits: minorDigits(options) + 2 } : money;
    }
    case 'ratio':
      if (unit.display === 'percent') {
        return { ...base, style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 };
      }
      return { ...compact, minimumFractionDigits: 2, maximumFractionDigits: 2 };
    default:
      return { ...compact, maximumFractionDigits: compact === base ? 2 : 1 };
  }
}

function currencyStyle(currency: string, currencyDisplay: FormatOptions['currencyDisplay']) {
  return { style: 'currency', currency, ...(currencyDisplay && { currencyDisplay }) } as const;
}

// ISO 4217: JPY has 0 decimals, EUR 2, KWD 3.
function minorDigits({ currency, locale }: FormatOptions): number {
  if (!currency) return 2;
  const { maximumFractionDigits } = formatterOf(
    { style: 'currency', currency },
    locale,
  ).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

// Grams as `12.3 g`, `1.4 kg`, `2.8 t`.
function massText(grams: number, { locale }: FormatOptions): string {
  const size = Math.abs(grams);
  const step = size >= 1e6 ? 2 : size >= 1e3 ? 1 : 0;
  const style = { maximumSignificantDigits: 4, signDisplay: 'negative' } as const;
  return `${formatterOf(style, locale).format(grams / 1000 ** step)} ${['g', 'kg', 't'][step]}`;
}

// Seconds as `1h 02m`, `4m 05s`, `12.3s`.
function durationText(seconds: number, { locale }: FormatOptions): string {
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  if (size < 59.95) {
    const text = formatterOf({ maximumFractionDigits: 1 }, locale).format(size);
    return text === '0' ? '0s' : `${sign}${text}s`;
  }
  const whole = Math.round(size);
  if (whole < 3600) return `${sign}${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  const minutes = Math.round(size / 60);
  return `${sign}${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

const two = (value: number) => String(value).padStart(2, '0');

const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(style: Intl.NumberFormatOptions, locale: string): Intl.NumberFormat {
  const key = `${locale}${JSON.stringify(style)}`;
  const known = formatters.get(key) ?? new Intl.NumberFormat(locale, style);
  formatters.set(key, known);
  return known;
}
