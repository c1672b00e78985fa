import type { Day } from '../shared/day.ts';
import { decideDates } from './decide-dates.ts';
import { columnEvidence, decideDecimal } from './decide-numbers.ts';
import { parseDate } from './parse-date.ts';
import { parseMicros } from './parse-number.ts';

/**
 * A reader for a column of amounts, by how all of its cells are written: cell → micros, null for what
 * is no amount. Null itself where the cells can be read in two ways and nothing decides (`1,234` alone).
 * @example amountReader(['1.234,50', '99,00'], ';')('1.234,50') // 1_234_500_000
 * @example amountReader(['1,234', '5,678'], '\t') // null
 */
export function amountReader(
  cells: readonly string[],
  delimiter: string,
): ((cell: string) => number | null) | null {
  const own = columnEvidence(cells);
  const none = columnEvidence([]);
  const loose = own.loosePoint + own.looseComma > 0 && own.point + own.comma === 0;
  if (loose && delimiter !== ';') return null;
  const hints = { locale: null, file: own, whole: none, language: null, delimiter };
  const decimal = decideDecimal(own, hints);
  if (decimal === null) return null;
  return (cell) => {
    const micros = parseMicros(cell, { decimal, power: 0 });
    return Number.isSafeInteger(micros) ? micros : null;
  };
}

/**
 * A reader for a column of days, by how all of its cells are written: cell → day, null for what is no
 * single day. Null itself where day and month cannot be told apart (`01/02/2026` alone). `today`: no
 * cell lies after it.
 * @example dayReader(['31.01.2026', '01.02.2026'], { timeZone: 'UTC', today: null })('01.02.2026') // 20485
 * @example dayReader(['01/02/2026'], { timeZone: 'UTC', today: null }) // null
 */
export function dayReader(
  cells: readonly string[],
  { timeZone, today }: { timeZone: string; today: Day | null },
): ((cell: string) => Day | null) | null {
  const decided = decideDates(cells, { order: null, period: null, language: null, today });
  if (!decided.sure || decided.mixed) return null;
  const { order, serial } = decided;
  return (cell) => {
    const span = parseDate(cell, { order, serial, grain: 'day', countFrom: null, timeZone });
    return span !== null && span.from === span.to ? span.from : null;
  };
}
