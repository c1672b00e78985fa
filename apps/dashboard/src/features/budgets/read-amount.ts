import { LOCALE } from '../../state/locale.ts';

const DECIMAL =
  new Intl.NumberFormat(LOCALE).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ??
  '.';

/**
 * An amount as people type and spreadsheets copy it: `1,234.50`, `1.234,50`, `€ 1 200`, `12k`; empty and
 * a dash are 0. Null: it is no amount of 0 or more. `decimal` decides what a single `1.234` means.
 */
export function readAmount(text: string, decimal: string = DECIMAL): number | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f'’]|\p{Sc}|^[A-Z]{3}|[A-Z]{3}$/gu, '');
  if (bare === '' || bare === '–' || bare === '-') return 0;
  const [, digits, unit] = /^([\d.,]+)([kKmM]?)$/.exec(bare) ?? [];
  if (digits === undefined) return null;
  const plain = withPoint(digits, decimal);
  if (plain === null) return null;
  const value = Number(plain) * (unit === '' ? 1 : /k/i.test(unit ?? '') ? 1e3 : 1e6);
  return Number.isFinite(value) && value <= 9e9 ? Math.round(value * 1e6) / 1e6 : null;
}

/** Digits with a point before the fraction and nothing between the thousands. */
function withPoint(digits: string, decimal: string): string | null {
  const [dots, commas] = [digits.split('.').length - 1, digits.split(',').length - 1];
  if (dots === 0 && commas === 0) return digits;
  let point: string;
  if (dots > 0 && commas > 0) point = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  else {
    const own = dots > 0 ? '.' : ',';
    const grouped = /^\d{1,3}([.,]\d{3})+$/.test(digits);
    // One mark before three digits may be either: the reader's own language decides.
    if (grouped && (dots + commas > 1 || own !== decimal)) point = own === '.' ? ',' : '.';
    else point = own;
  }
  const [whole = '', fraction = '', ...more] = digits.split(point);
  const mark = point === '.' ? ',' : '.';
  if (more.length > 0 || fraction.includes(mark)) return null;
  if (whole.includes(mark) && !/^\d{1,3}([.,]\d{3})+$/.test(whole)) return null;
  return `${whole.replaceAll(mark, '') || '0'}.${fraction || '0'}`;
}
