import { minorDigits } from '../money/currencies.ts';
import { microsToText } from '../shared/micros.ts';

/**
 * An amount as people write it, with the digits of its currency: for messages, not for tables.
 * @example moneyText(80_000e6, 'USD') // '80,000.00'
 * @example moneyText(-1_234_500_000, 'JPY') // '-1,234.5'
 */
export function moneyText(micros: number, currency: string): string {
  const [whole = '0', fraction = ''] = microsToText(micros).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const digits = fraction.padEnd(minorDigits(currency), '0');
  return digits === '' ? grouped : `${grouped}.${digits}`;
}
