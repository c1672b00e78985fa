import { isCurrency } from '../money/currencies.ts';

/** Marks that mean one currency. `$`, `kr` and `¥` mean several and are not here. */
const MARKS: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  us$: 'USD',
  $us: 'USD',
  a$: 'AUD',
  au$: 'AUD',
  c$: 'CAD',
  ca$: 'CAD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  sg$: 'SGD',
  nt$: 'TWD',
  mx$: 'MXN',
  r$: 'BRL',
  'fr.': 'CHF',
  sfr: 'CHF',
  '₹': 'INR',
  '₺': 'TRY',
  tl: 'TRY',
  '₽': 'RUB',
  '₩': 'KRW',
  '₪': 'ILS',
  '₫': 'VND',
  '฿': 'THB',
  '₱': 'PHP',
  '₴': 'UAH',
  '₦': 'NGN',
  '₸': 'KZT',
  '₾': 'GEL',
  '₡': 'CRC',
  '₲': 'PYG',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  lei: 'RON',
  лв: 'BGN',
  'лв.': 'BGN',
  rm: 'MYR',
  rp: 'IDR',
  's/': 'PEN',
  's/.': 'PEN',
  'jp¥': 'JPY',
  円: 'JPY',
  'cn¥': 'CNY',
  元: 'CNY',
};

const SEVERAL: Record<string, string[]> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'MXN', 'SGD', 'HKD', 'CLP', 'COP', 'ARS'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'SEK', 'NOK', 'ISK'],
  '¥': ['JPY', 'CNY'],
  rs: ['INR', 'PKR', 'LKR'],
  'rs.': ['INR', 'PKR', 'LKR'],
};

/**
 * The currency that a mark stands for; several when it is ambiguous; none when it is no currency.
 * @example currenciesOf('US$') // ['USD']
 * @example currenciesOf('kr') // ['SEK', 'NOK', 'DKK', 'ISK']
 */
export function currenciesOf(mark: string): string[] {
  const text = mark.trim();
  const code = text.toUpperCase();
  if (isCurrency(code)) return [code];
  const key = text.toLowerCase().replace(/\s/g, '');
  const one = Object.hasOwn(MARKS, key) ? MARKS[key] : undefined;
  if (one) return [one];
  return (Object.hasOwn(SEVERAL, key) ? SEVERAL[key] : undefined) ?? [];
}

/**
 * The currency that a header names in brackets, or null.
 * @example headerCurrency('Amount spent (EUR)') // 'EUR'
 * @example headerCurrency('Clicks (All)') // null
 */
export function headerCurrency(header: string): string | null {
  const match = /[([]\s*([A-Z]{3}|\p{Sc}|[A-Za-z]{1,3}\p{Sc})\s*[)\]]/u.exec(header);
  const mark = match?.[1] ?? '';
  // Albania's lek shares its code with the word in “CLICKS (ALL)”.
  if (mark === '' || (mark === 'ALL' && !/SPENT|SPEND|COST|AMOUNT|VALUE/i.test(header)))
    return null;
  const found = currenciesOf(mark);
  return found.length === 1 ? (found[0] ?? null) : null;
}
