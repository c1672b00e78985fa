import { LOCALE } from '../../state/locale.ts';

/** What a new workspace starts with, as far as the browser can tell. */
export function guessWorkspace(): { currency: string; timeZone: string; weekStart: string } {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
  const region = new Intl.Locale(LOCALE).maximize().region ?? '';
  return {
    currency: CURRENCY_OF[region] ?? 'EUR',
    timeZone,
    weekStart: ['US', 'CA', 'JP', 'BR', 'IN', 'MX', 'IL'].includes(region) ? '7' : '1',
  };
}

const CURRENCY_OF: Record<string, string> = {
  US: 'USD',
  GB: 'GBP',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  CH: 'CHF',
  JP: 'JPY',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  IN: 'INR',
  BR: 'BRL',
  MX: 'MXN',
};

/**
 * An address for a workspace, made of its name.
 * @example slugOf('Müller & Söhne GmbH') // 'muller-sohne-gmbh'
 */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}

export const MONTHS = Array.from({ length: 12 }, (_, index) => ({
  value: String(index + 1),
  label: new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, index, 1),
  ),
}));

export const WEEKDAYS = Array.from({ length: 7 }, (_, index) => ({
  value: String(index + 1),
  label: new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + index),
  ),
}));

/** Every currency that the browser knows, by code and name. */
export const CURRENCIES = Intl.supportedValuesOf('currency').map((code) => ({
  code,
  label: `${code} – ${new Intl.DisplayNames('en', { type: 'currency' }).of(code) ?? code}`,
}));

export const TIME_ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
