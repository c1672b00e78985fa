import { MopsError } from '../shared/error.ts';

/**
 * Currencies of ISO 4217 by the number of decimal digits of their minor unit (SIX Group, lists one
 * and three), with those withdrawn since about 2015, which old files still have.
 */
const BY_DIGITS: Record<number, string> = {
  0: 'BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2: 'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VEF VES WST XCD XCG YER ZAR ZMW ZWG ZWL',
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

/** Units of account and funds: amounts may be stated in them, but nobody pays with them. */
const FUNDS: Record<number, string> = { 0: 'UYI', 2: 'BOV CHE CHW COU MXV USN', 4: 'CLF UYW' };

const table = (lists: Record<number, string>) =>
  Object.entries(lists).flatMap(([digits, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(digits)]),
  );

const MONEY = new Map(table(BY_DIGITS));
const DIGITS = new Map([...MONEY, ...table(FUNDS)]);

/**
 * Whether a text is the code of a currency that is, or lately was, paid with.
 * @example isCurrency('EUR') // true
 * @example isCurrency('eur') // false
 */
export function isCurrency(code: string): boolean {
  return MONEY.has(code);
}

/**
 * How many decimal digits the smallest unit of a currency has (ISO 4217). INVALID for an unknown one.
 * @example ['USD', 'JPY', 'KWD'].map(minorDigits) // [2, 0, 3]
 */
export function minorDigits(currency: string): number {
  const digits = DIGITS.get(currency);
  if (digits !== undefined) return digits;
  const hint = 'Use a code of ISO 4217 in capitals, like EUR.';
  throw new MopsError('INVALID', `There is no currency “${currency}”.`, hint);
}
